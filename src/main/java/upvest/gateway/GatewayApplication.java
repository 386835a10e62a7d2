package upvest.gateway;

import java.time.Clock;
import java.util.Locale;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The gateway. Settings: {@code config/application.yaml}; routes: {@code routes/}. */
@SpringBootApplication(
        proxyBeanMethods = false,
        // The embedded ledger is no data source. Only the management port has a login, and sets it up by itself: no
        // filter stands before a delivery.
        exclude = {
            SecurityAutoConfiguration.class,
            SecurityFilterAutoConfiguration.class,
            UserDetailsServiceAutoConfiguration.class,
            DataSourceAutoConfiguration.class,
            ManagementWebSecurityAutoConfiguration.class
        })
@EnableConfigurationProperties(GatewayProperties.class)
@EnableScheduling // for short periodic checks; what takes longer has a thread of its own
public class GatewayApplication {

    /** Runs until it is told to end. A start that fails ends the process, with 1, whatever has been started by then. */
    public static void main(String[] arguments) {
        JavaObjects.refuse();
        Locale.setDefault(Locale.ENGLISH); // what it writes must not depend on who starts it: files are named in digits
        try {
            SpringApplication.run(GatewayApplication.class, arguments);
        } catch (SpringApplication.AbandonedRunException e) {
            throw e; // Spring Boot's own, to look at a start without one
        } catch (Throwable e) { // told already
            System.exit(1);
        }
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
