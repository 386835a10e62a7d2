package upvest.gateway.operations;

import org.jolokia.server.core.request.JolokiaObjectNameRequest;
import org.jolokia.server.core.request.JolokiaRequest;
import org.jolokia.server.core.service.request.AbstractRequestHandler;
import org.jolokia.server.core.util.RequestType;

/**
 * Refuses, for everybody, what Jolokia should pass on: to another process ({@code target}, or a name with
 * {@code proxy@}), to anything but the MBeans of this one, or to listeners for notifications. The services that would do
 * it are not on the class path.
 * Made by Jolokia, see {@code META-INF/jolokia/services}.
 */
public final class OtherProcesses extends AbstractRequestHandler {
    private static final String MBEANS = "jmx";

    /** @param order before all other handlers */
    public OtherProcesses(int order) {
        super("none", order);
    }

    @Override
    public boolean canHandle(JolokiaRequest request) {
        return request.getType() == RequestType.NOTIFICATION
                || request.getOption("target") != null
                || request instanceof JolokiaObjectNameRequest named
                        && named.getProvider() != null
                        && !MBEANS.equals(named.getProvider());
    }

    @Override
    public <R extends JolokiaRequest> Object handleRequest(R request, Object before) {
        throw new SecurityException("this gateway asks no other process and keeps no listeners");
    }
}
