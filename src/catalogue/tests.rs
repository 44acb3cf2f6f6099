//! The rules for a catalogue, each against a sample that breaks it.

mod answers;
mod builtin;
mod garbage;
mod sample;

use super::*;
use sample::Sample;

/// What to replace, by what, and the entry and fault that must be named.
type Broken = (&'static str, &'static str, &'static str, &'static str);

/// Breaks a sound sample in one place at a time.
fn each_is_named(cases: &[Broken]) {
    for (from, to, entry, fault) in cases {
        Sample::sound().with(from, to).only_fault(entry, fault);
    }
}

#[test]
fn a_sample_that_keeps_every_rule_is_accepted() {
    let catalogue = Sample::sound().parse().unwrap();
    assert_eq!(catalogue.version(), "sample-1");
    assert_eq!(catalogue.experiments().len(), 4 * PATTERNS);
}

#[test]
fn files_may_come_in_any_order_and_the_catalogue_stays_in_its_own() {
    let mut sample = Sample::sound();
    sample.files.reverse();
    let turned = sample.parse().unwrap();
    assert_eq!(turned, Sample::sound().parse().unwrap());
    let ids: Vec<_> = turned.patterns().iter().map(|pattern| pattern.id).collect();
    assert_eq!(ids, PatternId::ALL);
    let ids: Vec<_> = turned.dimensions().iter().map(|dimension| dimension.id).collect();
    assert_eq!(ids, DimensionId::ALL);
}

#[test]
fn a_faulty_version_is_named() {
    let version =
        |text: &str, fault| Sample::sound().version(text).only_fault("catalogue.toml", fault);
    version("", "`version` is missing");
    version("version = ''", "`version` is empty");
    version("version = 1", "`version` must be text, not integer");
    version("version = 'Andon One'", "`version` may hold only");
    version("version = 'a'\ncolour = 'red'", "`colour` is not a field");
}

#[test]
fn an_error_of_syntax_is_named_with_its_file_and_line() {
    let line = "id = \"customer\"\n";
    Sample::sound().with(line, "id = \n").only_fault("customer.toml, line 2", "not TOML: ");
    Sample::sound().version("version =\n= 1").only_fault("catalogue.toml, line 1", "not TOML: ");
    // The same key twice is an error of syntax too.
    let twice = "id = \"customer\"\nid = \"customer\"\n";
    Sample::sound()
        .with(line, twice)
        .only_fault("customer.toml, line 3", "not TOML: duplicate key");
}

#[test]
fn fields_that_are_missing_unknown_empty_or_of_the_wrong_kind_are_named() {
    #[rustfmt::skip] // one case a line
    each_is_named(&[
        ("name = \"Name experts-over-customers\"\n", "", "experts-over-customers", "`name` is missing"),
        ("locus = \"team\"\n", "", "experts-over-customers", "`locus` is missing"),
        ("locus = \"team\"", "locus = \"teams\"", "experts-over-customers", "`locus`: unknown variant `teams`"),
        ("signals = [\"lead-time\"]", "signals = [\"speed\"]", "experts-over-customers", "`signals`: unknown variant `speed`"),
        ("signals = [\"lead-time\"]", "signals = \"lead-time\"", "experts-over-customers", "`signals` must be a list"),
        ("signals = [\"lead-time\"]", "signals = [\"lead-time\", \"lead-time\"]", "experts-over-customers", "`signals` names the same thing twice"),
        ("signals =", "colour = \"red\"\nsignals =", "experts-over-customers", "`colour` is not a field"),
        ("none = \"Nothing of it is seen.\"\n", "", "experts-over-customers", "`none` is missing"),
        ("none = \"Nothing of it is seen.\"", "none = \" \\t \"", "experts-over-customers", "`none` is empty"),
        ("short = \"customer\"", "short = \"\"", "customer", "`short` is empty"),
        ("target = \"It works.\"", "target = 7", "experts-over-customers-1", "`target` must be text, not integer"),
        ("source = \"A Book (2001)\"", "source = \"  \"", "experts-over-customers-1", "`source` is empty"),
        ("target = \"It works.\"", "target = \"It  works.\"", "experts-over-customers-1", "a space too many"),
        ("target = \"It works.\"", "target = \"It\\nworks.\"", "experts-over-customers-1", "a line break"),
        ("kind = \"team\"", "kind = \"boss\"", "experts-over-customers-1", "`kind`: unknown variant `boss`"),
        ("effort = \"small\"", "effort = \"tiny\"", "experts-over-customers-1", "`effort`: unknown variant `tiny`"),
        ("review_after = 42", "review_after = -1", "experts-over-customers-1", "`review_after`: "),
        ("[[pattern]]", "[surprise]\n[[pattern]]", "customer.toml", "`surprise` is not known here"),
    ]);
}

#[test]
fn an_entry_without_an_id_is_named_by_its_place() {
    #[rustfmt::skip] // one case a line
    each_is_named(&[
        ("[[pattern]]\nid = \"experts-over-customers\"", "[[pattern]]", "customer.toml, pattern 1", "`id` is missing"),
        ("id = \"experts-over-customers-2\"\n", "", "customer.toml, experiment 2", "`id` is missing"),
        ("[dimension]\nid = \"customer\"\n", "[dimension]\n", "customer.toml, dimension", "`id` is missing"),
    ]);
}

#[test]
fn ids_that_the_program_does_not_know_are_named() {
    #[rustfmt::skip] // one case a line
    each_is_named(&[
        ("id = \"customer\"", "id = \"client\"", "client", "there is no dimension called “client”"),
        ("id = \"experts-over-customers\"", "id = \"experts\"", "experts", "there is no anti-pattern called “experts”"),
        ("pattern = \"experts-over-customers\"", "pattern = \"experts\"", "experts-over-customers-1", "there is no anti-pattern called “experts”"),
        ("id = \"experts-over-customers-1\"", "id = \"Experts -1\"", "Experts -1", "`id` may hold only"),
    ]);
}

#[test]
fn faulty_texts_of_a_dimension_or_pattern_are_named() {
    let long = format!("\"{} it.\"", "word ".repeat(40).trim_end());
    let long: &'static str = Box::leak(long.into_boxed_str());
    #[rustfmt::skip] // one case a line
    each_is_named(&[
        ("short = \"customer\"", "short = \"Customer and product\"", "customer", "`short` has 20 characters; 16 are the most"),
        ("about = \"About customer.\"", "about = \"About customer\"", "customer", "`about` does not end in a full stop"),
        ("\"Name experts-over-customers\"", "\"One two three four five six\"", "experts-over-customers", "`name` has more than 5 words"),
        ("\"It can be seen.\"", "\"It can be seen\"", "experts-over-customers", "`statement` does not end in a full stop"),
        ("\"It can be seen.\"", "\"Is it seen?\"", "experts-over-customers", "`statement` does not end in a full stop"),
        ("\"It can be seen.\"", "\"It can be seen. Often.\"", "experts-over-customers", "`statement` is more than one sentence"),
        ("\"It can be seen.\"", long, "experts-over-customers", "`statement` has 203 characters; 160 are the most"),
        ("\"It is absent.\"", "\"It is absent. Mostly.\"", "experts-over-customers", "`healthy` is more than one sentence"),
        ("\"Some of it is seen.\"", long, "experts-over-customers", "`anchors.some` has 203 characters; 130 are the most"),
        ("\"Much of it is seen.\"", "\"Much of it\"", "experts-over-customers", "`anchors.strong` does not end in a full stop"),
        ("\"It hurts. People wait.\"", "\"It hurts.\"", "experts-over-customers", "`why` must be two or three sentences"),
        ("\"What is seen?\"", "\"Tell what is seen.\"", "experts-over-customers", "`conversation` holds a question that does not end"),
        ("\"What is seen?\", ", "", "experts-over-customers", "`conversation` must hold exactly two questions"),
    ]);
}

#[test]
fn faulty_texts_of_an_experiment_are_named() {
    let entry = "experts-over-customers-1";
    #[rustfmt::skip] // one case a line
    each_is_named(&[
        ("If we try it, then", "Should we try it, then", entry, "`hypothesis` does not start with “If we”"),
        ("If we try it, then", "If we try it,", entry, "`hypothesis` lacks “, then”"),
        ("within six weeks", "in six weeks", entry, "`hypothesis` lacks “within”"),
        ("because people see it", "since people see it", entry, "`hypothesis` lacks “because”"),
        ("because people see it.", "because people see it", entry, "`hypothesis` does not end in a full stop"),
        ("first_step = \"Begin.\"", "first_step = \"Begin\"", entry, "`first_step` does not end in a full stop"),
        ("measure = \"Days.\"", "measure = \"Days\"", entry, "`measure` does not end in a full stop"),
        ("review_after = 42", "review_after = 6", entry, "`review_after` must be between 7 and 120 days"),
        ("review_after = 42", "review_after = 121", entry, "`review_after` must be between 7 and 120 days"),
        (sample::ALL_ALIGNMENTS, "[]", entry, "`alignments` must name at least one"),
    ]);
}

#[test]
fn a_promise_to_stop_belongs_to_leadership_and_only_there() {
    #[rustfmt::skip] // one case a line
    each_is_named(&[
        ("stop_doing = \"Leaders stop.\"\n", "", "experts-over-customers-3", "`stop_doing` is missing"),
        ("source = \"A Book (2001)\"", "stop_doing = \"We stop.\"", "experts-over-customers-1", "`stop_doing` belongs to leadership"),
    ]);
}

#[test]
fn an_id_that_is_used_twice_is_named_once() {
    #[rustfmt::skip] // one case a line
    each_is_named(&[
        ("id = \"experts-over-customers-2\"", "id = \"experts-over-customers-1\"", "experts-over-customers-1", "this id is used more than once"),
    ]);
    let faults = Sample::sound().with("id = \"structure\"", "id = \"customer\"").faults();
    assert!(faults.iter().any(|f| f.entry == "customer" && f.fault.contains("more than once")));
    let doubled =
        Sample::sound().with("id = \"projects-over-products\"", "id = \"experts-over-customers\"");
    let faults = doubled.faults();
    assert!(
        faults
            .iter()
            .any(|f| f.entry == "experts-over-customers" && f.fault.contains("more than once"))
    );
    assert!(
        faults.iter().any(|f| f.entry == "projects-over-products" && f.fault.contains("missing"))
    );
}

#[test]
fn a_file_holds_the_patterns_and_experiments_of_its_dimension_in_order() {
    let mut swapped = Sample::sound();
    swapped.swap(
        "[[pattern]]\nid = \"experts-over-customers\"",
        "[[pattern]]\nid = \"projects-over-products\"",
    );
    swapped.only_fault(
        "customer",
        "in this order: experts-over-customers, projects-over-products, plan-over-progress",
    );

    let mut strangers = Sample::sound();
    strangers.swap("[[pattern]]\nid = \"experts-over-customers\"", "[[pattern]]\nid = \"heroics\"");
    let faults = strangers.faults();
    assert!(
        faults
            .iter()
            .any(|f| f.entry == "heroics" && f.fault.contains("belongs to people, not customer"))
    );

    let mut strangers = Sample::sound();
    strangers.swap("\npattern = \"experts-over-customers\"", "\npattern = \"heroics\"");
    let faults = strangers.faults();
    assert!(faults.iter().any(|f| {
        f.entry == "experts-over-customers-1"
            && f.fault.contains("heroics belongs to people, not customer")
    }));
}

#[test]
fn whatever_is_missing_from_the_whole_is_named() {
    let mut five = Sample::sound();
    five.files.pop();
    let faults = five.faults();
    assert!(faults.iter().any(|f| f.entry == "people" && f.fault == "this dimension is missing"));
    assert!(faults.iter().any(|f| f.entry == "heroics" && f.fault == "this pattern is missing"));

    let bare = Sample::sound().with("[dimension]\n", "[other]\n");
    let faults = bare.faults();
    assert!(
        faults
            .iter()
            .any(|f| f.entry == "customer.toml" && f.fault == "the table [dimension] is missing")
    );
}

#[test]
fn a_pattern_with_too_little_to_try_is_named() {
    let faults = Sample::sound().without(&["heroics-1", "heroics-4"]).faults();
    let faults: Vec<_> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        faults,
        [
            "heroics: it has 2 experiments and needs at least 3",
            "heroics: none of its experiments is of small effort",
        ]
    );
    Sample::sound()
        .without(&["heroics-3"])
        .only_fault("heroics", "none of its experiments is for leadership");
}

#[test]
fn too_few_experiments_in_all_or_for_one_alignment_are_named() {
    let fourth: Vec<String> = PatternId::ALL.iter().map(|id| format!("{id}-4")).collect();
    let fourth: Vec<&str> = fourth.iter().map(String::as_str).collect();
    Sample::sound()
        .without(&fourth)
        .only_fault("the whole catalogue", "it has 54 experiments and needs at least 60");

    let alignments = ["product-teams", "change-release", "incidents-problems"];
    for alignment in alignments {
        let others = alignments.into_iter().filter(|other| *other != alignment);
        let others: Vec<String> = others.map(|other| format!("\"{other}\"")).collect();
        let mut sample = Sample::sound();
        for (_, text) in sample.files.iter_mut().skip(1) {
            *text = text.replace(sample::ALL_ALIGNMENTS, &format!("[{}]", others.join(", ")));
        }
        assert!(sample.parse().is_ok(), "the twelve of the first dimension are enough");
        let sample = sample.without(&[
            "experts-over-customers-4",
            "projects-over-products-4",
            "plan-over-progress-4",
        ]);
        let short = format!("9 experiments serve {alignment}; at least 10 must");
        sample.only_fault("the whole catalogue", &short);
    }
}

#[test]
fn all_faults_are_told_at_once_each_with_its_entry() {
    let error = Sample::sound()
        .with("\"It can be seen.\"", "\"It can be seen\"")
        .with("why = \"It hurts. People wait.\"\n", "")
        .with("review_after = 42", "review_after = 300")
        .with("id = \"structure\"\n", "id = \n")
        .parse()
        .unwrap_err();
    let told = error.to_string();
    assert!(told.starts_with("the catalogue has 4 faults:\n- "), "{told}");
    for line in [
        "- experts-over-customers: `why` is missing",
        "- experts-over-customers: `statement` does not end in a full stop",
        "- experts-over-customers-1: `review_after` must be between 7 and 120 days",
        "- structure.toml, line 2: not TOML: ",
    ] {
        assert!(told.contains(line), "{line} is not in {told}");
    }
}
