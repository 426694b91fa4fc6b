package dev.ringpost.topology;

import dev.ringpost.Entity;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What has to be declared, in order, before a message may be published. Immutable, equal by content, with its hash and
 * what else the lane asks computed once.
 */
public final class Declarations {

    private final List<Entity> entities;
    private final @Nullable String verifiedExchange;
    private final boolean isVolatile;
    private final int hash;

    private Declarations(List<Entity> entities, @Nullable String verifiedExchange) {
        this.entities = entities;
        this.verifiedExchange = verifiedExchange;
        this.isVolatile = entities.stream().anyMatch(Entity::isVolatile);
        this.hash = Objects.hash(entities, verifiedExchange);
    }

    /**
     * Declarations in the order of a list, without what is never declared.
     *
     * @param entities the entities; copied
     * @param verifiedExchange an exchange that only has to be there, or {@code null}; looked for last
     * @return {@code null} if there is nothing to do
     */
    public static @Nullable Declarations of(List<? extends Entity> entities, @Nullable String verifiedExchange) {
        List<Entity> declarable = entities.stream()
                .filter(Entity::isDeclarable)
                .<Entity>map(each -> each)
                .distinct()
                .toList();
        String verified = verifiedExchange == null || verifiedExchange.isEmpty() ? null : verifiedExchange;
        return declarable.isEmpty() && verified == null ? null : new Declarations(declarable, verified);
    }

    /** In order. */
    public List<Entity> entities() {
        return entities;
    }

    /** The exchange that has to be there. */
    public @Nullable String verifiedExchange() {
        return verifiedExchange;
    }

    /** Whether they are to be declared for every use, because one of the entities is volatile. */
    public boolean isVolatile() {
        return isVolatile;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Declarations that
                        && hash == that.hash
                        && entities.equals(that.entities)
                        && Objects.equals(verifiedExchange, that.verifiedExchange));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** The entities, for people. */
    @Override
    public String toString() {
        String declared =
                String.join(", ", entities.stream().map(Object::toString).toList());
        return verifiedExchange == null
                ? declared
                : declared + (declared.isEmpty() ? "" : ", ") + "exchange \"" + verifiedExchange + "\"";
    }
}
