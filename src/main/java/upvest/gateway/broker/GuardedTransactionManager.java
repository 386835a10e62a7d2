package upvest.gateway.broker;

import jakarta.jms.ConnectionFactory;
import org.apache.activemq.artemis.api.core.ActiveMQDuplicateIdException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.DefaultTransactionStatus;

/**
 * Takes the broker's "duplicate id" at a commit for what it proves: the same transaction committed before, and only its
 * ledger half is missing. The commit then counts as done, nothing is sent again.
 */
final class GuardedTransactionManager extends JmsTransactionManager {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(GuardedTransactionManager.class);

    GuardedTransactionManager(ConnectionFactory connectionFactory) {
        super(connectionFactory);
        setRollbackOnCommitFailure(true); // else the session would keep the messages for its next commit
    }

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
        try {
            super.doCommit(status);
        } catch (TransactionException e) {
            if (!(NestedExceptionUtils.getMostSpecificCause(e) instanceof ActiveMQDuplicateIdException)) {
                throw e;
            }
            LOG.info("the broker has this delivery already: an earlier attempt ended between its two commits");
            doRollback(status);
        }
    }
}
