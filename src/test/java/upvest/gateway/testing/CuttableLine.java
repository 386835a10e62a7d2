package upvest.gateway.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP line to a server on this machine that can be cut, silenced or slowed, and mended. */
public final class CuttableLine implements AutoCloseable {
    private final int target;
    private final ServerSocket entrance;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;
    private volatile boolean silent;
    private volatile Duration delay = Duration.ZERO;

    public CuttableLine(int target) throws IOException {
        this(InetAddress.getLoopbackAddress(), target);
    }

    /** @param address of this machine that it begins at */
    public CuttableLine(InetAddress address, int target) throws IOException {
        this.target = target;
        this.entrance = new ServerSocket(0, 50, address);
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

    /** Swallows every byte, accepts new connections and says nothing. What was silent once stays so when mended. */
    public void silence() {
        silent = true;
    }

    /** Every piece takes so long, in each direction. */
    public void slow(Duration each) {
        delay = each;
    }

    public void mend() {
        cut = false;
        silent = false;
        delay = Duration.ZERO;
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket near = entrance.accept();
                if (cut) {
                    near.close();
                } else {
                    Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                    near.setTcpNoDelay(true); // as both ends have it: small pieces do not wait for others
                    far.setTcpNoDelay(true);
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
            byte[] piece = new byte[8192];
            boolean dead = silent;
            for (int n = from.getInputStream().read(piece);
                    n >= 0;
                    n = from.getInputStream().read(piece)) {
                dead |= silent;
                Thread.sleep(delay.toMillis());
                if (!dead) {
                    to.getOutputStream().write(piece, 0, n);
                }
            }
        } catch (IOException e) {
            // the line was cut, or one end hung up
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
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
