"""The plan of each kind of change: what goes first, what goes together, what is refused."""

from planning.written import order, planned, refused, repairs, step_of


def test_provider_goes_first_when_it_adds_what_the_user_begins_to_need():
    result = planned("""
        library: {deployed: v1, proposed: v2, versions: {
          v1: {provides: [GET /books]}, v2: {provides: [GET /books, "GET /books#200.isbn"]}}}
        kiosk: {deployed: v1, proposed: v2, versions: {
          v1: {needs: {library: [GET /books]}}, v2: {needs: {library: [GET /books, "GET /books#200.isbn"]}}}}
        """)
    assert order(result) == [{"library"}, {"kiosk"}]
    assert step_of(result, "kiosk").rollback.status == "ok"


def test_users_go_first_when_the_provider_takes_away_what_they_stop_needing():
    result = planned("""
        library: {deployed: v1, proposed: v2, versions: {v1: {provides: [GET /books, GET /fines]}, v2: {provides: [GET /books]}}}
        kiosk: {deployed: v1, proposed: v2, versions: {
          v1: {needs: {library: [GET /books, GET /fines]}}, v2: {needs: {library: [GET /books]}}}}
        """)
    assert order(result) == [{"kiosk"}, {"library"}]


RENAMED_OPERATION = """
    library: {%s deployed: v1, proposed: v2, versions: {v1: {provides: [GET /fines]}, v2: {provides: [GET /fees]}}}
    kiosk: {%s deployed: v1, proposed: v2, versions: {
      v1: {needs: {library: [GET /fines]}}, v2: {needs: {library: [GET /fees]}}}}
    """


def test_renamed_operation_is_refused_and_the_provider_is_split():
    result = planned(RENAMED_OPERATION % ("", ""))
    assert refused(result) == [("cycle", {"library", "kiosk"})]
    states = {(one.live, one.atom) for one in result.refusals[0].violations}
    assert states == {(("kiosk v1", "library v2"), "GET /fines"), (("kiosk v2", "library v1"), "GET /fees")}
    split = result.refusals[0].repairs[0]
    assert (split.kind, split.units, split.keep, split.releases) == ("split", ("library",), ("GET /fines",), 1)
    assert split.plan == ((("library.expand",),), (("kiosk",),), (("library.contract",),))


def test_renamed_operation_is_one_joint_step_in_a_blue_green_cut_over_group():
    shared = "strategy: blue-green, group: books,"
    result = planned(RENAMED_OPERATION % (shared, shared))
    assert order(result) == [{"library + kiosk"}]
    assert step_of(result, "kiosk").action == "cut-over"


def test_two_blue_green_units_without_a_common_group_cannot_switch_together():
    result = planned(RENAMED_OPERATION % ("strategy: blue-green, group: books,", "strategy: blue-green,"))
    assert refused(result) == [("cycle", {"library", "kiosk"})]


def test_a_column_renamed_in_one_migration_is_refused_and_the_cheap_migration_is_split():
    result = planned("""
        shelf/0003: {kind: migration, deployed: v1, proposed: v2, versions: {
          v1: {provides: [shelf.book.title]}, v2: {provides: [shelf.book.name]}}}
        kiosk: {deployed: v1, proposed: v2, versions: {
          v1: {needs: {shelf/0003: [shelf.book.title]}}, v2: {needs: {shelf/0003: [shelf.book.name]}}}}
        """)
    assert refused(result) == [("cycle", {"shelf/0003", "kiosk"})]
    assert repairs(result)[0] == ("split", {"shelf/0003"})


def test_a_column_renamed_in_two_migrations_lets_its_readers_move_between_them():
    result = planned("""
        add: {kind: migration, deployed: v1, proposed: v2, versions: {v1: {}, v2: {provides: [book.name]}}}
        kiosk: {deployed: v1, proposed: v2, versions: {
          v1: {needs: {drop: [book.title]}}, v2: {needs: {add: [book.name]}}}}
        mailer: {deployed: v1, proposed: v2, versions: {
          v1: {needs: {drop: [book.title]}}, v2: {needs: {add: [book.name]}}}}
        drop: {kind: migration, after: [add], deployed: v1, proposed: v2, versions: {v1: {provides: [book.title]}, v2: {}}}
        """)
    assert order(result) == [{"add"}, {"kiosk", "mailer"}, {"drop"}]
    last = step_of(result, "drop").rollback
    assert (last.status, set(last.not_behind)) == ("none", {"kiosk", "mailer"})
    assert result.irreversible == {"drop": "drop drops book.title"}


def test_dropping_what_an_unchanged_reader_needs_is_refused_whatever_the_order():
    result = planned("""
        drop: {kind: migration, deployed: v1, proposed: v2, versions: {v1: {provides: [book.title]}, v2: {}}}
        statistics: {deployed: v1, proposed: v1, versions: {v1: {needs: {drop: [book.title]}}}}
        """)
    assert refused(result) == [("target-broken", {"drop"})]
    (broken,) = result.refusals[0].violations
    assert broken.live == ("statistics v1", "drop v2")
    assert broken.text == "statistics v1 needs book.title, which drop v2 does not have"
    assert result.refusals[0].repairs[0].keep == ("book.title",)


def test_a_user_ships_dark_beside_its_provider_and_the_flag_comes_last():
    result = planned("""
        prices: {deployed: v1, proposed: v2, versions: {v1: {}, v2: {provides: [POST /quote]}}}
        shop: {deployed: v1, proposed: v2, versions: {
          v1: {}, v2: {needs: {prices: [{atom: POST /quote, when: {flag.quotes: "on"}}]}}}}
        flag.quotes: {kind: flag, deployed: "off", proposed: "on", versions: {"off": {}, "on": {}}}
        """)
    assert order(result) == [{"prices", "shop"}, {"flag.quotes"}]
    assert step_of(result, "flag.quotes").action == "flip-flag"


def test_readers_learn_a_format_before_it_is_written_and_cannot_go_back_after():
    result = planned("""
        tills: {deployed: v1, proposed: v2, versions: {v1: {emits: [sale.v1]}, v2: {emits: [sale.v2]}}}
        ledger: {deployed: v1, proposed: v2, versions: {
          v1: {reads: {tills: [sale.v1]}}, v2: {reads: {tills: [sale.v1, sale.v2]}}}}
        """)
    assert order(result) == [{"ledger"}, {"tills"}]
    back = step_of(result, "tills").rollback
    assert (back.status, back.not_behind) == ("limited", ("ledger",))


SELF_READER = """
    basket: {strategy: %s, deployed: v1, proposed: v2, versions: {
      v1: {emits: [basket.v1], reads: {basket: [basket.v1]}},
      v2: {emits: [basket.v2], reads: {basket: [basket.v1, basket.v2]}}}}
    """


def test_a_version_that_cannot_read_its_successors_data_cannot_roll():
    result = planned(SELF_READER % "rolling")
    assert refused(result) == [("self-incompatible", {"basket"})]
    assert repairs(result)[0] == ("split", {"basket"})


def test_blue_green_does_not_help_where_data_are_shared():
    assert refused(planned(SELF_READER % "blue-green")) == [("self-incompatible", {"basket"})]


def test_stopping_the_old_version_before_the_new_one_starts_does_help_and_cannot_be_undone():
    result = planned(SELF_READER % "recreate")
    assert order(result) == [{"basket"}]
    assert [step.action for step in result.waves[0].steps] == ["stop", "start"]
    assert step_of(result, "basket").rollback.status == "none"


STORED = """
    tills: {stored: [sale.v1], %s deployed: v1, proposed: v1, versions: {v1: {emits: [sale.v2]}}}
    ledger: {deployed: v1, proposed: v2, versions: {
      v1: {reads: {tills: [sale.v1, sale.v2]}}, v2: {reads: {tills: [sale.v2]}}}}
    %s
    """


def test_a_reader_that_forgets_a_format_of_which_rows_remain_is_refused():
    result = planned(STORED % ("", ""))
    assert refused(result) == [("stored-data-unreadable", {"ledger"})]
    assert [(one.kind, one.units, one.keep) for one in result.refusals[0].repairs] == [
        ("backfill", ("tills-backfill",), ()),
        ("split", ("ledger",), ("sale.v1",)),
    ]


def test_a_backfill_lets_the_reader_forget():
    backfill = "rewrite: {kind: migration, strategy: rolling, proposed: v1, versions: {v1: {}}}"
    result = planned(STORED % ("retention: {sale.v1: {backfilled_by: rewrite}},", backfill))
    assert order(result) == [{"rewrite"}, {"ledger"}]
    assert step_of(result, "rewrite").action == "backfill"


def test_time_lets_the_reader_forget_too():
    result = planned(STORED % ("retention: {sale.v1: 7d},", ""))
    waits = [step for wave in result.waves for step in wave.steps if step.action == "wait"]
    assert [(step.units, step.wait_for, step.duration_s) for step in waits] == [(("tills",), "retention", 7 * 86400)]
    assert order(result) == [{"ledger"}]


def test_a_new_consumer_waits_for_its_new_provider():
    result = planned("""
        catalogue: {deployed: null, proposed: v1, versions: {v1: {provides: [GET /items]}}}
        app: {deployed: null, proposed: v1, versions: {v1: {needs: {catalogue: [GET /items]}}}}
        """)
    assert order(result) == [{"catalogue"}, {"app"}]


def test_a_provider_is_removed_after_its_last_consumer_has_moved():
    result = planned("""
        legacy: {deployed: v1, proposed: null, versions: {v1: {provides: [GET /old]}}}
        app: {deployed: v1, proposed: v2, versions: {v1: {needs: {legacy: [GET /old]}}, v2: {}}}
        """)
    assert order(result) == [{"app"}, {"legacy"}]
    removal = step_of(result, "legacy")
    assert (removal.action, removal.rollback.status) == ("remove", "none")


def test_what_is_broken_today_is_listed_and_orders_nothing():
    result = planned("""
        library: {deployed: v1, proposed: v2, versions: {v1: {provides: [GET /books]}, v2: {provides: [GET /books, GET /fees]}}}
        kiosk: {deployed: v1, proposed: v2, versions: {
          v1: {needs: {library: [GET /books, GET /lost]}}, v2: {needs: {library: [GET /fees, GET /lost]}}}}
        """)
    assert order(result) == [{"library"}, {"kiosk"}]
    assert [one.text for one in result.already_broken] == ["kiosk v1 needs GET /lost, which library v1 does not have"]


def test_a_new_demand_waits_for_users_who_supply_it():
    result = planned("""
        desk: {deployed: v1, proposed: v2, versions: {
          v1: {provides: [POST /loan]}, v2: {provides: [POST /loan], demands: {POST /loan: [card]}}}}
        app: {deployed: v1, proposed: v2, versions: {
          v1: {needs: {desk: [POST /loan]}},
          v2: {needs: {desk: [POST /loan]}, supplies: {desk: {POST /loan: [card]}}}}}
        """)
    assert order(result) == [{"app"}, {"desk"}]


UNKNOWN = """
    desk: {deployed: v1, proposed: v2, versions: {
      v1: {provides: [POST /loan]}, v2: {provides: [POST /loan], demands: {POST /loan: [card]}}}}
    app: {deployed: v1, versions: {v1: {needs: {desk: [POST /loan]}, supplies: {desk: {POST /loan: unknown}}}}}
    """


def test_an_unknown_supply_is_an_assumption():
    result = planned(UNKNOWN)
    assert order(result) == [{"desk"}]
    assert result.assumptions == (
        "nobody knows whether app v1 supplies what desk v2 demands for POST /loan; taken as enough",
    )


def test_an_unknown_supply_refuses_a_strict_plan():
    assert refused(planned(UNKNOWN, strict=True)) == [("unknown", {"desk"})]


def test_old_clients_that_linger_are_waited_for():
    result = planned("""
        library: {deployed: v1, proposed: v2, versions: {v1: {provides: [GET /books, GET /fines]}, v2: {provides: [GET /books]}}}
        phone: {kind: client, lingers: 90d, deployed: v1, proposed: v2, versions: {
          v1: {needs: {library: [GET /fines]}}, v2: {needs: {library: [GET /books]}}}}
        """)
    kinds = [[(step.action, step.wait_for, step.duration_s) for step in wave.steps] for wave in result.waves]
    assert kinds == [[("deploy", "", None)], [("wait", "drain", 90 * 86400)], [("deploy", "", None)]]


def test_doubt_between_versions_that_run_together_today_refuses_nothing():
    result = planned(
        """
        desk: {deployed: v1, versions: {v1: {provides: [POST /loan], demands: {POST /loan: [card]}}}}
        app: {deployed: v1, versions: {v1: {needs: {desk: [POST /loan]}, supplies: {desk: {POST /loan: unknown}}}}}
        other: {deployed: v1, proposed: v2, versions: {v1: {}, v2: {}}}
        """,
        strict=True,
    )
    assert order(result) == [{"other"}]
