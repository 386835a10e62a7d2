package upvest.gateway;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Between which values a setting makes sense; written as the setting is, with its unit. */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Within {
    /** The smallest. */
    String least();

    /** The largest; empty: there is none. */
    String most() default "";

    /** Whether 0 has a meaning of its own besides. */
    boolean orZero() default false;
}
