namespace CrmEdge.Core.Tests.Ledger;

/// <summary>What a posting answers, by example. The language is <see cref="LedgerTable"/>'s.</summary>
internal static class LedgerTables
{
    private const string Chart = """
        account fund  reward_funding  EUR
        account alice wallet_business EUR
        account bob   wallet_business EUR
        account sales sales_clearing  EUR
        account late  arrears         EUR

        """;

    public static readonly Dictionary<string, string> All = new()
    {
        ["A move debits one account and credits the other"] = Chart + """
            move    T1 fund alice 100 award            -> ok
            balance fund 100
            balance alice 100 available=100
            move    T2 alice sales 60 spend            -> ok
            balance alice 40 available=40
            balance sales 60
            """,
        ["What a transfer alone shows is refused first and not remembered"] = Chart + """
            move    -  fund alice 0 award timeout=1s   -> id_must_not_be_empty
            move    T1 fund fund 0 award               -> amount_must_be_positive
            move    T1 fund alice -5 award             -> amount_must_be_positive
            move    T1 fund fund 5 award pending=H1    -> accounts_must_be_different
            move    T1 fund alice 5 award pending=H1 timeout=1s -> pending_id_must_be_empty
            post    P1 H1 pending=-                    -> pending_id_must_not_be_empty
            post    P1 P1                              -> pending_id_must_be_different
            post    P1 H1 -5                           -> amount_must_be_positive
            move    T1 fund alice 5 award timeout=1s   -> timeout_reserved_for_pending
            hold    T1 fund alice 5 award timeout=0s   -> timeout_out_of_range
            hold    T1 fund alice 5 award timeout=400000000s -> timeout_out_of_range
            refused T1                                 -> not
            move    T1 fund alice 5 award              -> ok
            """,
        ["A repeat gets the first answer and moves nothing"] = Chart + """
            move    T1 fund alice 100 award rule=R1 event=-30s -> ok
            clock   60s
            move    T1 fund alice 100 award rule=R1 event=-30s -> exists
            move    T1 fund alice 100 award rule=R1    -> exists
            balance alice 100
            """,
        ["The same id with other content is named by its first difference"] = Chart + """
            move    T1 fund alice 100 award rule=R1    -> ok
            hold    T1 fund bob 90 award               -> exists_with_different_kind
            move    T1 alice bob 90 wallet_transfer    -> exists_with_different_debit_account
            move    T1 fund bob 90 award               -> exists_with_different_credit_account
            move    T1 fund alice 90 award             -> exists_with_different_amount
            move    T1 fund alice 100USD award         -> exists_with_different_amount
            move    T1 fund alice 100 top_up           -> exists_with_different_code
            move    T1 fund alice 100 award rule=R2    -> exists_with_different_references
            move    T1 fund alice 100 award            -> exists_with_different_references
            move    T1 fund alice 100 award rule=R1 event=5s -> exists_with_different_event_time
            hold    H1 alice sales 60 spend timeout=10s -> ok
            hold    H1 alice sales 60 spend timeout=11s -> exists_with_different_timeout
            hold    H2 alice sales 10 spend            -> ok
            post    P1 H1 50                           -> ok
            post    P1 H2 50                           -> exists_with_different_pending_id
            post    P1 H1                              -> exists_with_different_amount
            post    P1 H1 50                           -> exists
            post    P1 H1 50 debit=bob                 -> exists_with_different_debit_account
            post    P1 H1 50 credit=bob                -> exists_with_different_credit_account
            post    P1 H1 50 rule=R2                   -> exists_with_different_references
            balance alice 50 available=40
            """,
        ["Neither account may be missing, closed, foreign or of another currency"] = Chart + """
            account dollars wallet_business USD
            account far     wallet_business EUR partition=5
            account old     wallet_business EUR
            close   old                                -> true
            move    T1 nobody alice 5 award            -> debit_account_not_found
            move    T2 fund nobody 5 award             -> credit_account_not_found
            move    T3 fund far 5 award                -> account_in_other_partition
            move    T4 far sales 5 spend               -> account_in_other_partition
            move    T5 fund dollars 5 award            -> accounts_must_have_same_currency
            move    T6 fund alice 5USD award           -> currency_mismatch
            move    T7 old sales 5 spend               -> debit_account_closed
            move    T8 fund old 5 award                -> credit_account_closed
            move    T9 fund alice 5 spend              -> code_not_permitted
            """,
        ["Only an empty account closes"] = Chart + """
            move    T1 fund alice 5 award              -> ok
            close   alice                              -> false
            hold    H1 alice sales 5 spend             -> ok
            post    P1 H1 5                            -> ok
            close   alice                              -> true
            hold    H2 fund bob 5 award                -> ok
            close   bob                                -> false
            """,
        ["A wallet never goes below zero, holds included"] = Chart + """
            move    T1 fund alice 100 award            -> ok
            hold    H1 alice sales 60 spend            -> ok
            balance alice 100 available=40
            move    T2 alice sales 41 spend            -> exceeds_credits
            move    T3 alice sales 40 spend            -> ok
            hold    H2 alice sales 1 spend             -> exceeds_credits
            balance alice 60 available=0
            """,
        ["Arrears are never repaid beyond what is owed"] = Chart + """
            account owed arrears EUR
            move    T0 fund alice 100 award            -> ok
            move    T1 owed sales 30 arrears_booked    -> ok
            move    T2 alice owed 31 arrears_recovered -> exceeds_debits
            move    T3 alice owed 30 arrears_recovered -> ok
            balance owed 0
            """,
        ["Totals that would not fit are refused"] = Chart + """
            account full reward_funding EUR turnover=9223372036854775000
            account top  wallet_business EUR turnover=9223372036854775000
            move    T1 full alice 808 award            -> overflows_debits
            move    T2 fund top 808 award              -> overflows_credits
            move    T3 full alice 807 award            -> ok
            """,
        ["An id refused for the state of the books stays refused"] = Chart + """
            move    T1 alice sales 5 spend             -> exceeds_credits
            move    T2 fund alice 100 award            -> ok
            move    T1 alice sales 5 spend             -> id_already_refused
            refused T1                                 -> exceeds_credits
            move    T3 alice sales 5 spend             -> ok
            """,
        ["A hold is posted once, in whole or in part"] = Chart + """
            move    T1 fund alice 100 award            -> ok
            hold    H1 alice sales 60 spend            -> ok
            post    P1 H1 61                           -> exceeds_pending_amount
            post    P1 H1 40                           -> ok
            balance alice 60 available=60
            balance sales 40
            post    P1 H1 40                           -> exists
            post    P2 H1 20                           -> pending_transfer_already_posted
            void    V1 H1                              -> pending_transfer_already_posted
            expire  H1                                 -> pending_transfer_already_posted
            hold    H2 alice sales 60 spend            -> ok
            post    P3 H2                              -> ok
            post    P3 H2                              -> exists
            balance alice 0
            balance sales 100
            """,
        ["A voided hold frees all of it"] = Chart + """
            move    T1 fund alice 100 award            -> ok
            hold    H1 alice sales 60 spend            -> ok
            void    V1 H1 amount=59                    -> pending_transfer_has_different_amount
            void    V1 H1                              -> ok
            balance alice 100 available=100
            void    V1 H1                              -> exists
            void    V2 H1                              -> pending_transfer_already_voided
            post    P1 H1                              -> pending_transfer_already_voided
            """,
        ["The end of a hold agrees with the hold"] = Chart + """
            move    T1 fund alice 100 award            -> ok
            hold    H1 alice sales 60 spend            -> ok
            post    P1 T1                              -> pending_transfer_not_pending
            post    P2 H9                              -> pending_transfer_not_found
            post    P2 H9                              -> id_already_refused
            post    P3 H1 debit=bob                    -> pending_transfer_has_different_debit_account
            post    P3 H1 credit=bob                   -> pending_transfer_has_different_credit_account
            post    P3 H1 10USD                        -> pending_transfer_has_different_currency
            post    P3 H1 debit=alice credit=sales     -> ok
            """,
        ["A hold runs out at its timeout and not before"] = Chart + """
            move    T1 fund alice 100 award            -> ok
            clock   1s
            hold    H1 alice sales 60 spend timeout=10s -> ok
            hold    H2 alice sales 10 spend            -> ok
            clock   9.999s
            expire  H1                                 -> pending_transfer_not_due
            expire  H1                                 -> pending_transfer_not_due
            clock   0.001s
            post    P1 H1                              -> pending_transfer_expired
            void    V1 H1                              -> pending_transfer_expired
            balance alice 100 available=30
            expire  H1                                 -> ok
            balance alice 100 available=90
            expire  H1                                 -> exists
            post    P2 H1                              -> pending_transfer_expired
            expire  H2                                 -> pending_transfer_not_due
            """,
        ["A balancing transfer moves as much as there is"] = Chart + """
            move    T1 fund alice 100 award            -> ok
            move    T2 alice sales 30 spend options=balancing_debit  -> ok
            balance alice 70
            hold    H1 alice sales 50 spend            -> ok
            move    T3 alice sales 90 spend options=balancing_debit  -> ok
            balance alice 50 available=0
            move    T4 alice sales 1 spend options=balancing_debit   -> exceeds_credits
            move    T4 alice sales 1 spend options=balancing_debit   -> id_already_refused
            move    T3 alice sales 90 spend options=balancing_debit  -> exists
            move    T3 alice sales 20 spend options=balancing_debit  -> exists
            move    T3 alice sales 19 spend options=balancing_debit  -> exists_with_different_amount
            move    T3 alice sales 20 spend            -> exists_with_different_options
            move    T5 late sales 40 arrears_booked    -> ok
            move    T6 bob late 100 arrears_recovered options=balancing_debit+balancing_credit -> exceeds_credits
            move    T7 fund bob 100 award              -> ok
            move    T8 bob late 100 arrears_recovered options=balancing_debit+balancing_credit -> ok
            balance bob 60
            balance late 0
            move    T9 bob late 100 arrears_recovered options=balancing_credit -> exceeds_debits
            """,
        ["A closing transfer empties an account and closes it"] = Chart + """
            move    T1 fund alice 100 award            -> ok
            move    T2 alice sales 60 spend options=closing_debit    -> debit_account_not_empty
            hold    H1 alice sales 60 spend options=closing_debit    -> closing_reserved_for_posted
            hold    H2 alice sales 10 spend            -> ok
            move    T3 alice sales 100 spend options=balancing_debit+closing_debit -> debit_account_not_empty
            void    V1 H2                              -> ok
            post    P1 H2 options=balancing_debit        -> options_reserved_for_moves
            move    T4 alice sales 999 spend options=balancing_debit+closing_debit -> ok
            balance alice 0
            move    T5 fund alice 1 award              -> credit_account_closed
            move    T6 late sales 40 arrears_booked    -> ok
            move    T7 fund bob 100 award              -> ok
            move    T8 bob late 10 arrears_recovered options=closing_credit -> credit_account_not_empty
            move    T9 bob late 40 arrears_recovered options=closing_credit -> ok
            move    T0 late sales 1 arrears_booked     -> debit_account_closed
            """,
        ["Linked transfers are posted all or none"] = Chart + """
            move    T0 fund alice 100 award            -> ok
            linked
                move T1 alice bob 100 wallet_transfer  -> linked_event_failed
                move T2 alice sales 1 spend            -> exceeds_credits
                move T3 bob sales 1 spend              -> linked_event_failed
            balance alice 100
            balance bob 0
            refused T1                                 -> not
            refused T2                                 -> exceeds_credits
            linked
                move T1 alice bob 100 wallet_transfer  -> ok
                move T4 bob sales 100 spend            -> ok
            balance alice 0
            balance sales 100
            """,
        ["Linked transfers see those before them"] = Chart + """
            linked
                move T1 fund alice 10 award            -> ok
                hold H1 alice sales 10 spend           -> ok
                post P1 H1 4                           -> ok
            balance alice 6 available=6
            """,
        ["A linked set repeats as a whole"] = Chart + """
            linked
                move T1 fund alice 10 award            -> ok
                move T2 alice sales 5 spend            -> ok
            linked
                move T1 fund alice 10 award            -> exists
                move T2 alice sales 5 spend            -> exists
            linked
                move T1 fund alice 10 award            -> linked_event_failed
                move T3 alice sales 5 spend            -> linked_partly_exists
            linked
                move T4 alice sales 5 spend            -> linked_event_failed
                move T2 alice sales 5 spend            -> linked_partly_exists
            linked
                move T2 alice sales 4 spend            -> exists_with_different_amount
                move T4 alice sales 1 spend            -> linked_event_failed
            balance alice 5
            """,
        ["Linked transfers stay in one partition"] = Chart + """
            account far wallet_business EUR partition=5
            linked
                move T1 fund alice 10 award            -> linked_event_failed
                move T2 fund far 10 award              -> linked_across_partitions
            balance alice 0
            """,
        ["A transfer is reversed by its opposite"] = Chart + """
            move    T1 fund alice 10 award             -> ok
            move    R1 alice fund 10 reversal          -> ok
            move    R2 sales sales2 10 reversal        -> credit_account_not_found
            balance alice 0
            balance fund 0
            """,
    };
}
