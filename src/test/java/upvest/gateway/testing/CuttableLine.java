package upvest.gateway.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP line to a server on this machine that can be cut and mended. */
public final class CuttableLine implements AutoCloseable {
    private final int target;
    private final ServerSocket entrance;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    public CuttableLine(int target) throws IOException {
        this.target = target;
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    public int port() {
        return entrance.getLocalPort();
    }

    /** Breaks every connection and refuses new ones. */
    public void cut() throws IOException {
        cut = true;
        for (Socket socket : open) {
            socket.close();
        }
    }

    public void mend() {
        cut = false;
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket near = entrance.accept();
                if (cut) {
                    near.close();
                } else {
                    Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                    start(() -> copy(near, far));
                    start(() -> copy(far, near));
                }
            } catch (IOException e) {
                if (!entrance.isClosed() && !cut) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private void copy(Socket from, Socket to) {
        open.add(from);
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // the line was cut, or one end hung up
        } finally {
            open.remove(from);
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "cuttable-line");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
    }
}
