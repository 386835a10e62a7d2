package upvest.gateway.operations;

import java.io.IOException;
import java.io.InputStream;
import javax.management.ObjectName;
import org.jolokia.server.core.restrictor.policy.PolicyRestrictor;
import org.jolokia.server.core.util.RequestType;

/**
 * What Jolokia, the door behind Hawtio and {@code bin/gateway}, does for whom. {@code jolokia-access.xml} is for all;
 * who is no operator may do only what {@code jolokia-access-viewer.xml} allows as well.
 *
 * @see <a href="https://jolokia.org/reference/html/manual/security.html">Jolokia's policy files</a>
 */
public final class RoleRestrictor extends PolicyRestrictor {
    private final PolicyRestrictor viewers;

    /** Made by Jolokia, see {@code management.endpoint.jolokia.config} in the settings. */
    public RoleRestrictor() throws IOException {
        this(policy("/jolokia-access.xml"), policy("/jolokia-access-viewer.xml"));
    }

    private RoleRestrictor(InputStream everybody, InputStream viewers) throws IOException {
        super(everybody);
        this.viewers = new PolicyRestrictor(viewers);
        everybody.close();
        viewers.close();
    }

    private static InputStream policy(String name) throws IOException {
        InputStream policy = RoleRestrictor.class.getResourceAsStream(name);
        if (policy == null) {
            throw new IOException("no " + name + " on the class path");
        }
        return policy;
    }

    @Override
    public boolean isTypeAllowed(RequestType type) {
        return super.isTypeAllowed(type)
                && (CurrentUser.isOperator()
                        || type == RequestType.EXEC
                        || viewers.isTypeAllowed(type)); // which ones: see below
    }

    /** {@link OwnPages} has looked already, and knows under which name it was asked. */
    @Override
    public boolean isOriginAllowed(String origin, boolean strictly) {
        return true;
    }

    @Override
    public boolean isAttributeReadAllowed(ObjectName mbean, String attribute) {
        return super.isAttributeReadAllowed(mbean, attribute)
                && (CurrentUser.isOperator() || viewers.isAttributeReadAllowed(mbean, attribute));
    }

    @Override
    public boolean isAttributeWriteAllowed(ObjectName mbean, String attribute) {
        return super.isAttributeWriteAllowed(mbean, attribute)
                && (viewers.isAttributeWriteAllowed(mbean, attribute)
                        || CurrentUser.isOperator() && AuditFilter.told("write " + attribute, mbean));
    }

    @Override
    public boolean isOperationAllowed(ObjectName mbean, String operation) {
        return super.isOperationAllowed(mbean, operation)
                && (viewers.isOperationAllowed(mbean, operation)
                        || CurrentUser.isOperator() && AuditFilter.told(operation, mbean));
    }
}
