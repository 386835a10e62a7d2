package upvest.gateway.operations;

import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import upvest.gateway.Operator;
import upvest.gateway.Operator.Role;

/** The {@link Operators} as Spring Security asks for them. */
record ConfiguredUsers(Operators operators) implements UserDetailsService {
    @Override
    public UserDetails loadUserByUsername(String name) {
        return operators.all().stream()
                .filter(operator -> operator.name().equals(name))
                .findFirst()
                .map(operator -> User.withUsername(name)
                        .password(operator.password())
                        .authorities(authorities(operator))
                        .build())
                .orElseThrow(() -> new UsernameNotFoundException("unknown"));
    }

    private static String[] authorities(Operator operator) {
        return operator.role() == Role.OPERATOR
                ? new String[] {ManagementSecurity.VIEWER, ManagementSecurity.OPERATOR}
                : new String[] {ManagementSecurity.VIEWER};
    }
}
