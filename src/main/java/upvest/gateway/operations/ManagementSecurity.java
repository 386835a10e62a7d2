package upvest.gateway.operations;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hawt.web.proxy.ProxyServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.savedrequest.CookieRequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import upvest.gateway.GatewayHttp;
import upvest.gateway.GatewayProperties;

/**
 * The login of the management port: HTTP Basic for machines, a form and a session for browsers. It is no bean of the
 * application but of the management port's own context, as {@code META-INF/spring} says, so that no filter stands before
 * the intake.
 */
@EnableWebSecurity
class ManagementSecurity {
    static final String VIEWER = "ROLE_VIEWER";
    static final String OPERATOR = CurrentUser.OPERATOR;

    private static final String HAWTIO = "/actuator/hawtio";
    private static final String LOGOUT = "/logout";
    private static final int BEFORE_HAWTIOS = -100;
    private static final Set<String> FORMS = Set.of("/login", LOGOUT);

    /** Viewers get to Jolokia as operators do; {@link RoleRestrictor} says what for. */
    @Bean
    SecurityFilterChain management(HttpSecurity http, Operators operators) throws Exception {
        http.authorizeHttpRequests(requests -> requests.requestMatchers(
                                path("/actuator/health/liveness"), path("/actuator/health/readiness"))
                        .permitAll()
                        .requestMatchers(path(HAWTIO + "/proxy/**")) // it reaches what else listens on this machine
                        .denyAll()
                        .requestMatchers(path("/actuator/jolokia/**"), path(HAWTIO + "/jolokia/**"))
                        .hasAuthority(VIEWER)
                        .requestMatchers(path("/actuator/queues/*/*")) // a message with its body
                        .hasAuthority(OPERATOR)
                        .requestMatchers(HttpMethod.GET)
                        .hasAuthority(VIEWER)
                        .anyRequest()
                        .hasAuthority(OPERATOR))
                .httpBasic(basic -> basic.authenticationEntryPoint(new Challenge(false)))
                .exceptionHandling(refusals -> refusals.defaultAuthenticationEntryPointFor(
                        new Challenge(!operators.all().isEmpty()), AnyRequestMatcher.INSTANCE))
                .requestCache(page -> page.requestCache(afterLogin()))
                .csrf(csrf -> csrf.csrfTokenRepository(token())
                        .csrfTokenRequestHandler(new HeaderToken())
                        .ignoringRequestMatchers(ManagementSecurity::noSession));
        if (!operators.all().isEmpty()) {
            http.formLogin(form -> form.defaultSuccessUrl(HAWTIO + "/").addObjectPostProcessor(new RefusedForm()));
        }
        return http.build();
    }

    /** The page that was asked for, kept by the browser: who is not logged in takes no memory here. */
    private static CookieRequestCache afterLogin() {
        CookieRequestCache cache = new CookieRequestCache();
        cache.setRequestMatcher(Challenge::isPage);
        return cache;
    }

    private static PathPatternRequestMatcher path(String pattern) {
        return PathPatternRequestMatcher.withDefaults().matcher(pattern);
    }

    /** Nothing that a browser would add by itself says who asks: no other site can use it. */
    private static boolean noSession(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.AUTHORIZATION) != null
                || request.getRequestedSessionId() == null && !isForm(request);
    }

    /** Whether one of the two forms is sent, or asked for. */
    static boolean isForm(HttpServletRequest request) {
        return FORMS.contains(request.getRequestURI());
    }

    private static CookieCsrfTokenRepository token() {
        CookieCsrfTokenRepository repository = CookieCsrfTokenRepository.withHttpOnlyFalse();
        repository.setCookieCustomizer(cookie -> cookie.sameSite("Strict"));
        return repository;
    }

    @Bean
    DelegatingFilterProxyRegistrationBean loginFirst() {
        var filter = new DelegatingFilterProxyRegistrationBean("springSecurityFilterChain");
        filter.setOrder(BEFORE_HAWTIOS);
        return filter;
    }

    /** Hawtio's way to other servers is not only closed, it is not there. */
    @Bean
    static BeanPostProcessor noProxy() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof ServletRegistrationBean<?> servlet
                        && servlet.getServlet() instanceof ProxyServlet) {
                    servlet.setEnabled(false);
                }
                return bean;
            }
        };
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> headsInTime(GatewayProperties properties) {
        return server -> GatewayHttp.use(server, properties.limits().slowClient());
    }

    @Bean
    FilterRegistrationBean<OwnPages> ownPages() {
        var filter = new FilterRegistrationBean<>(new OwnPages());
        filter.setOrder(BEFORE_HAWTIOS - 1);
        return filter;
    }

    @Bean
    FilterRegistrationBean<AuditFilter> acts(Audit audit) {
        var filter = new FilterRegistrationBean<>(new AuditFilter(audit));
        filter.setOrder(BEFORE_HAWTIOS - 1);
        return filter;
    }

    @Bean
    OperationProblems operationProblems(ObjectMapper json) {
        return new OperationProblems(json);
    }

    @Bean
    RefusedLogins refusedLogins() {
        return new RefusedLogins();
    }

    @Bean
    PasswordCheck passwordCheck(Operators operators, RefusedLogins refused) {
        PasswordEncoder bcrypt = new DelegatingPasswordEncoder("bcrypt", Map.of("bcrypt", new BCryptPasswordEncoder()));
        return new PasswordCheck(new ConfiguredUsers(operators), bcrypt, new FailedLogins(System::nanoTime), refused);
    }

    /** Hawtio shows who is there, and offers to log out. Its own servlet knows its own login only. */
    @Bean
    ServletRegistrationBean<HttpServlet> whoIsThere(ObjectMapper json) {
        HttpServlet servlet = new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                response.setContentType("application/json");
                json.writeValue(response.getOutputStream(), request.getRemoteUser());
            }
        };
        return new ServletRegistrationBean<>(servlet, HAWTIO + "/user");
    }

    /** Hawtio opens its page of the logout as any page; the form there ends the session. */
    @Bean
    ServletRegistrationBean<HttpServlet> logoutByForm() {
        HttpServlet servlet = new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                response.sendRedirect(LOGOUT);
            }
        };
        return new ServletRegistrationBean<>(servlet, HAWTIO + "/auth/logout");
    }
}
