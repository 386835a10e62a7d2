package upvest.gateway.broker;

import java.lang.reflect.Field;
import java.util.Deque;
import java.util.List;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.postoffice.RoutingStatus;
import org.apache.activemq.artemis.core.server.RoutingContext;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.TransactionOperation;
import org.apache.activemq.artemis.core.transaction.TransactionPropertyIndexes;
import org.apache.activemq.artemis.core.transaction.impl.TransactionImpl;

/**
 * Keeps the order of a transaction's messages on each queue, whatever is paged. After its commit the broker shows them one
 * by one, but those that it has put on pages, of all addresses, together, at the place of the first of them. When another
 * address pages already, and one begins to in the middle of the transaction, its last messages would so be seen before its
 * first. Here what is on pages is shown last.
 */
final class PagesLast implements ActiveMQServerMessagePlugin {
    private static final Field OPERATIONS = operations();

    private static Field operations() {
        try {
            Field operations = TransactionImpl.class.getDeclaredField("operations");
            operations.setAccessible(true);
            return operations;
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("this version of Artemis keeps a transaction's operations elsewhere", e);
        }
    }

    @Override
    public void afterMessageRoute(
            Message message, RoutingContext context, boolean direct, boolean rejectDuplicates, RoutingStatus result) {
        Transaction transaction = context.getTransaction();
        if (transaction instanceof TransactionImpl
                && transaction.getProperty(TransactionPropertyIndexes.PAGE_TRANSACTION) != null) {
            showLast(transaction);
        }
    }

    /** First that the pages are complete, then that they can be read. */
    private static void showLast(Transaction transaction) {
        synchronized (transaction) {
            Deque<Object> operations = operations(transaction);
            for (int index :
                    List.of(TransactionPropertyIndexes.PAGE_TRANSACTION, TransactionPropertyIndexes.PAGE_DELIVERY)) {
                if (transaction.getProperty(index) instanceof TransactionOperation pages
                        && operations.removeLastOccurrence(pages)) { // it stands near the end
                    operations.addLast(pages);
                }
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Deque<Object> operations(Transaction transaction) {
        try {
            return (Deque<Object>) OPERATIONS.get(transaction);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
