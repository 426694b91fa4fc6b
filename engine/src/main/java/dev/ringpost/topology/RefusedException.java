package dev.ringpost.topology;

/** The broker answered and refused. */
public final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private static final int ACCESS_REFUSED = 403;
    private static final int NOT_FOUND = 404;
    private static final int RESOURCE_LOCKED = 405;
    private static final int PRECONDITION_FAILED = 406;
    private static final int COMMAND_INVALID = 503;

    private final int replyCode;
    private final boolean connectionLost;

    /**
     * A refusal as it comes from the broker.
     *
     * @param replyCode AMQP's reply code
     * @param replyText the broker's text
     * @param connectionLost whether it closed the whole connection for it
     */
    public RefusedException(int replyCode, String replyText, boolean connectionLost) {
        super(replyText);
        this.replyCode = replyCode;
        this.connectionLost = connectionLost;
    }

    /** AMQP's reply code. */
    public int replyCode() {
        return replyCode;
    }

    /** Whether the broker closed the whole connection for it, rather than the control channel. */
    public boolean connectionLost() {
        return connectionLost;
    }

    /** The same, saying for people what was refused and what to do. */
    RefusedException about(String what) {
        RefusedException explained = new RefusedException(
                replyCode, what + " was refused by the broker: " + getMessage() + advice(), connectionLost);
        explained.initCause(this);
        return explained;
    }

    private String advice() {
        return switch (replyCode) {
            case ACCESS_REFUSED ->
                "; check the permissions of the connection's user, and that the name is not reserved";
            case NOT_FOUND -> "; declare it before, or check the name";
            case RESOURCE_LOCKED -> "; it is exclusive to another connection: use another name";
            case PRECONDITION_FAILED ->
                "; it may be there with another definition: delete it, define it as it is there, or mark it noDeclare";
            case COMMAND_INVALID -> "; check its type: the broker closes the connection each time";
            default -> "";
        };
    }
}
