package upvest.gateway.intake;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.catalina.core.StandardHost;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import upvest.gateway.GatewayProperties;

@Configuration(proxyBeanMethods = false)
class IntakeConfiguration {

    @Bean
    Gate gate(CamelContext camel) {
        return new Gate(camel);
    }

    @Bean
    Answers answers(MeterRegistry registry) {
        return new Answers(registry);
    }

    @Bean
    FilterRegistrationBean<IntakeFilter> intakeFilter(GatewayProperties properties, Gate gate, Answers answers) {
        var filter = new FilterRegistrationBean<>(new IntakeFilter(properties, gate, answers));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    /** The name camel-platform-http looks for. */
    @Bean("platform-http-engine")
    PlatformHttpEngine requestThreadEngine(@Value("${server.port}") int port, Answers answers) {
        return new RequestThreadEngine(port, answers);
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsFromTomcat() {
        return factory -> factory.addContextCustomizers(
                context -> ((StandardHost) context.getParent()).setErrorReportValveClass(ProblemValve.class.getName()));
    }
}
