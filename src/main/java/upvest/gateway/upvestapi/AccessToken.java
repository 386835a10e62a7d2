package upvest.gateway.upvestapi;

import java.time.Clock;
import java.util.Objects;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ClientCredentialsOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.web.client.RestClient;

/** The token of the client, asked for when there is none and again a little before it ends. */
final class AccessToken {
    private static final String UPVEST = "upvest";

    private final InMemoryOAuth2AuthorizedClientService tokens;
    private final AuthorizedClientServiceOAuth2AuthorizedClientManager manager;

    /** @param http signs what it sends: the request for a token, too, is signed */
    AccessToken(ApiAccess access, String scope, RestClient.Builder http, Clock clock) {
        InMemoryClientRegistrationRepository client =
                new InMemoryClientRegistrationRepository(ClientRegistration.withRegistrationId(UPVEST)
                        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                        .clientId(access.clientId())
                        .clientSecret(access.clientSecret())
                        .tokenUri(access.base() + "/auth/token")
                        .scope(scope)
                        .build());
        RestClientClientCredentialsTokenResponseClient asks = new RestClientClientCredentialsTokenResponseClient();
        asks.setRestClient(http.messageConverters(converters -> {
                    converters.clear();
                    converters.add(new FormHttpMessageConverter());
                    converters.add(new OAuth2AccessTokenResponseHttpMessageConverter());
                })
                .build());
        ClientCredentialsOAuth2AuthorizedClientProvider provider =
                new ClientCredentialsOAuth2AuthorizedClientProvider();
        provider.setAccessTokenResponseClient(asks);
        provider.setClock(clock);
        this.tokens = new InMemoryOAuth2AuthorizedClientService(client);
        this.manager = new AuthorizedClientServiceOAuth2AuthorizedClientManager(client, tokens);
        manager.setAuthorizedClientProvider(provider);
    }

    String value() {
        return Objects.requireNonNull(manager.authorize(OAuth2AuthorizeRequest.withClientRegistrationId(UPVEST)
                        .principal(UPVEST)
                        .build()))
                .getAccessToken()
                .getTokenValue();
    }

    /** Upvest does not take it any more. */
    void forget() {
        tokens.removeAuthorizedClient(UPVEST, UPVEST);
    }
}
