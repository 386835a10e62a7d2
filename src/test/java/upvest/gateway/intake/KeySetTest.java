package upvest.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A key that may not sign is left out, and spoils none beside it. */
class KeySetTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    /** The example of Upvest's own specification: no alg, use or exp. */
    private static final String X =
            "AcYAf5Ou0UvtehpeRvyhnvvrUQvjI4B3VCxfSmxK4gqKJGxO_jTB-nTdrHbBfmZpwmwYR86DppMg43E579K5MQ54";

    private static final String Y =
            "ALkrId77iD0Ye2vBS5bTkLqPH-bo8urTpTXiNc6Ub-VOFbXfJrR0tQ8COvVXXu58BTu8jWV-1mtbjfJpDl3ISbcK";
    private static final String KID = "9ed77463-c18e-4794-ab5c-17423f9b801a";
    private static final String GOOD = key("'kid':'" + KID + "'");

    @Test
    void theKeyOfUpvestsSpecificationIsTrusted() throws Exception {
        KeySet set = KeySet.parse(set(GOOD), NOW);
        assertThat(set.keys()).containsOnlyKeys(KID);
        assertThat(set.leftOut()).isEmpty();
        assertThat(set.expires()).isNull();
    }

    @Test
    void furtherMembersAndAKeyForES512AreWelcome() throws Exception {
        String marked =
                key("'kid':'marked','alg':'ES512','use':'sig','key_ops':['verify'],'exp':1895000000,'new':{'a':[1]}");
        KeySet set = KeySet.parse("{'meta':{},'keys':[".replace('\'', '"') + GOOD + "," + marked + "]}", NOW);
        assertThat(set.keys()).containsOnlyKeys(KID, "marked");
        assertThat(set.expires()).isEqualTo(Instant.ofEpochSecond(1_895_000_000));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'kty':'EC','crv':'brainpoolP512r1','kid':'x','x':'AA','y':'AA'} | key x is left out",
                "{'kty':'EC','crv':'P-521','kid':'x','x':'AA','y':'AA'} | key x is left out",
                "{'kty':'RSA','kid':'x','n':'AQAB','e':'AQAB'} | its kty is not EC",
                "{'kty':'OKP','crv':'Ed25519','kid':'x','x':'AA'} | its kty is not EC",
                "{'kid':'x'} | its kty is not EC",
                "7 | it is not a JSON object",
                "null | it is not a JSON object",
                "{'kty':['EC'],'kid':'x'} | its kty is not EC",
                "KEY'kid':'x','use':'enc'} | its use is not sig",
                "KEY'kid':'x','alg':'ES256'} | its alg is not ES512",
                "KEY'kid':'x','key_ops':['sign']} | its key_ops do not have verify",
                "KEY'kid':'x','exp':1700000000} | its exp has passed",
                "KEY'kid':'x','exp':'soon'} | key x is left out",
                "KEY'use':'sig'} | it has no kid",
                "KEY'kid':5} | key without a kid is left out",
                "KEY'kid':'9ed77463-c18e-4794-ab5c-17423f9b801a'} | another one before it has this kid",
            })
    void oneThatMayNotSignIsLeftOut(String key, String why) throws Exception {
        String other = key.replace("KEY", key("").replaceFirst("}$", ",")).replace('\'', '"');
        KeySet set = KeySet.parse(set(GOOD, other), NOW);
        assertThat(set.keys()).containsOnlyKeys(KID);
        assertThat(set.leftOut()).singleElement().asString().contains(why).doesNotContain("AQAB");
    }

    @Test
    void aPrivateKeyAndAnotherCurveAreLeftOut() throws Exception {
        String secret =
                new ECKeyGenerator(Curve.P_521).keyID("secret").generate().toJSONString();
        String small = new ECKeyGenerator(Curve.P_256)
                .keyID("small")
                .generate()
                .toPublicJWK()
                .toJSONString();
        KeySet set = KeySet.parse(set(secret, small, GOOD), NOW);
        assertThat(set.keys()).containsOnlyKeys(KID);
        assertThat(set.leftOut())
                .containsExactly(
                        "key secret is left out: it is a private key, which nobody else should have",
                        "key small is left out: its curve is not P-521");
    }

    @Test
    void whatNamesItselfInManyLinesIsToldInOne() throws Exception {
        String key = "{'kty':'RSA','kid':'a\\nb'}".replace('\'', '"');
        assertThat(KeySet.parse(set(GOOD, key), NOW).leftOut())
                .containsExactly("key a b is left out: its kty is not EC");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | not a JSON Web Key Set",
                "[] | not a JSON Web Key Set",
                "{'keys':7} | not a JSON Web Key Set",
                "{'keys':[]} | it holds no key with kty EC",
                "<html> | not a JSON Web Key Set"
            })
    void whatHoldsNoKeyIsNoSet(String json, String why) {
        assertThatThrownBy(() -> KeySet.parse(json.replace('\'', '"'), NOW))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why);
    }

    private static String key(String more) {
        return ("{'kty':'EC','crv':'P-521','x':'" + X + "','y':'" + Y + "'" + (more.isEmpty() ? "" : "," + more) + "}")
                .replace('\'', '"');
    }

    private static String set(String... keys) {
        return "{\"keys\":[" + String.join(",", keys) + "]}";
    }
}
