package upvest.gateway.delivery;

/** The same faults with the other database. */
class AllOrNothingWithPostgresTest extends AllOrNothingTest {
    @Override
    String ledger() {
        return "postgres";
    }
}
