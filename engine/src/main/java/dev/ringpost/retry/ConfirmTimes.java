package dev.ringpost.retry;

/**
 * How long this lane's confirms take: the median, and how far they usually are from it. Follows a change within some tens
 * of samples, without keeping any.
 *
 * <p><b>Threads:</b> the lane only.
 */
public final class ConfirmTimes {

    /** The median moves by this part of itself towards each sample, so it rests where as many are above as below. */
    private static final int MEDIAN_STEPS = 32;

    private static final int DEVIATION_SAMPLES = 16;

    private long medianNs;
    private long deviationNs;

    /** None heard of yet. */
    public ConfirmTimes() {}

    /** One message was confirmed after so long. */
    public void onConfirm(long waitNs) {
        long sampleNs = Math.max(1, waitNs);
        if (medianNs == 0) {
            medianNs = sampleNs;
            deviationNs = sampleNs;
            return;
        }
        long distanceNs = sampleNs - medianNs;
        deviationNs += (Math.abs(distanceNs) - deviationNs) / DEVIATION_SAMPLES;
        long stepNs = Math.min(Math.abs(distanceNs), Math.max(1, medianNs / MEDIAN_STEPS));
        medianNs += distanceNs < 0 ? -stepNs : stepNs;
    }

    /** Half of the confirms took less; 0 before the first. */
    public long medianNs() {
        return medianNs;
    }

    /** Mean distance of the samples from the median. */
    public long deviationNs() {
        return deviationNs;
    }
}
