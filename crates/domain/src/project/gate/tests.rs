use super::*;

const BARE: Facts = Facts {
    kind: Kind::New,
    investor: false,
    project_company: false,
    industry: false,
    content: false,
    place: false,
    land: false,
    total: false,
    total_fen: 0,
    fixed_assets: false,
    contract_amount: false,
    registered_capital: false,
    next_step: false,
    agreement: Agreement::None,
    contract_signed_on: false,
    admission: Standing::Unasked,
    due_diligence: Standing::Unasked,
    documents: Vec::new(),
    opinions: Vec::new(),
};

fn fields(facts: &Facts, to: Stage) -> Vec<&'static str> {
    let said = |item: &Item| match item {
        Item::Field(field) => field.code(),
        Item::Documents { of, .. } => of[0].code(),
        Item::Opinion(subject) => subject.code(),
    };
    Gates::built_in().missing(facts, to).iter().map(|n| said(&n.item)).collect()
}

#[test]
fn the_standard_table_is_sound_and_asks_something_of_every_stage_but_the_lead() {
    let (gates, found) = Gates::check(STANDARD);
    assert_eq!(found, []);
    let gates = gates.unwrap();
    for stage in &Stage::ALL[1..] {
        assert!(gates.needs.iter().any(|n| n.stage == *stage), "{stage}");
    }
}

#[test]
fn a_framework_agreement_is_not_a_signature_whatever_the_table_says() {
    let framework = Facts {
        agreement: Agreement::Framework,
        contract_signed_on: true,
        documents: vec![Document::Contract],
        ..BARE
    };
    assert_eq!(fields(&framework, Stage::Signed), ["agreement"]);
    let lax =
        Gates::check("name = \"x\"\n[[need]]\nstage = \"signed\"\nfield = \"place\"\nfrom = \"unit\"\n")
            .0
            .unwrap();
    let missing = lax.missing(&Facts { place: true, ..framework.clone() }, Stage::Signed);
    assert_eq!(missing.iter().map(|n| &n.item).collect::<Vec<_>>(), [&Item::Field(Field::Agreement)]);
    let contract = Facts { agreement: Agreement::Contract, ..framework };
    assert!(fields(&contract, Stage::Signed).is_empty());
}

#[test]
fn what_is_missing_is_listed_whole_and_by_kind() {
    assert_eq!(fields(&BARE, Stage::Review), ["industry", "amounts.total", "place"]);
    let talent = Facts { kind: Kind::Talent, ..BARE };
    assert_eq!(fields(&talent, Stage::Review), ["industry", "amounts.total"]);
    assert!(fields(&BARE, Stage::Lead).is_empty());
}

#[test]
fn a_start_of_works_needs_two_different_proofs_and_an_opinion_that_is_not_against() {
    let mut facts = Facts { documents: vec![Document::Photo, Document::Photo], ..BARE };
    facts.opinions = vec![(Subject::Environment, Verdict::Against)];
    assert_eq!(fields(&facts, Stage::Construction), ["works_permit", "environment"]);
    facts.documents.push(Document::WorksContract);
    facts.opinions = vec![(Subject::Environment, Verdict::Conditional)];
    assert!(fields(&facts, Stage::Construction).is_empty());
}

#[test]
fn a_document_taken_away_afterwards_leaves_a_hole() {
    let facts = Facts { agreement: Agreement::Contract, contract_signed_on: true, ..BARE };
    let gates = Gates::built_in();
    let holes = gates.holes(&facts, Stage::Registered, &[Document::Contract], &[]);
    assert_eq!(holes.len(), 1);
    assert_eq!(holes[0].stage, Stage::Signed);
    // What was never there is no hole: the ledger began without documents.
    assert!(gates.holes(&facts, Stage::Registered, &[], &[]).is_empty());
    assert!(gates.holes(&facts, Stage::ReadyToSign, &[Document::Contract], &[]).is_empty());
    let again = Facts { documents: vec![Document::Contract], ..facts };
    assert!(gates.holes(&again, Stage::Registered, &[Document::Contract], &[]).is_empty());
}

#[test]
fn what_is_wrong_with_a_table_is_told_with_its_line() {
    let said = |text: &str| -> Vec<(&'static str, usize)> {
        Gates::check(text).1.iter().map(|f| (f.code, f.line)).collect()
    };
    let one = |line: &str| format!("name = \"x\"\n[[need]]\nstage = \"review\"\nfrom = \"unit\"\n{line}\n");
    assert_eq!(said("name = "), [("project.gate_syntax", 1)]);
    assert_eq!(said("name = \"x\"\n"), [("project.gate_empty", 1)]);
    assert_eq!(said(&one("field = \"colour\"")), [("project.gate_unknown", 5)]);
    assert_eq!(said(&one("documents = [\"photo\", \"poem\"]")), [("project.gate_unknown", 5)]);
    assert_eq!(said(&one("documents = [\"photo\"]\nat_least = 2")), [("project.gate_at_least", 6)]);
    assert_eq!(said(&one("field = \"place\"\ncolour = 1")), [("project.gate_key", 6)]);
    assert_eq!(said(&one("field = \"place\"\nopinion = \"land\"")), [("project.gate_one_item", 2)]);
    assert_eq!(said(&one("")), [("project.gate_one_item", 2)]);
    assert_eq!(said(&one("field = \"place\"\nkinds = \"all of them\"")), [("project.gate_unknown", 6)]);
    let skips = "name = \"x\"\n[[need]]\nstage = \"construction\"\nkinds = [\"talent\"]\nfield = \"place\"\nfrom = \"unit\"\n";
    assert_eq!(said(skips), [("project.gate_kind_skips", 4)]);
    let twice =
        one("field = \"place\"") + "[[need]]\nstage = \"review\"\nfield = \"place\"\nfrom = \"unit\"\n";
    assert_eq!(said(&twice), [("project.gate_twice", 6)]);
    let lead = "name = \"x\"\n[[need]]\nstage = \"lead\"\nfield = \"place\"\nfrom = \"unit\"\n";
    assert_eq!(said(lead), [("project.gate_lead", 2)]);
}

#[test]
fn a_review_that_was_asked_for_has_to_be_passed_and_large_projects_need_one() {
    let large = Facts { total_fen: 11 * crate::money::YI_FEN, ..BARE };
    let missing = |facts: &Facts| -> Vec<&'static str> {
        fields(facts, Stage::ReadyToSign)
            .into_iter()
            .filter(|f| ["admission", "due_diligence"].contains(f))
            .collect()
    };
    assert_eq!(missing(&BARE), [""; 0]);
    assert_eq!(missing(&large), ["admission", "due_diligence"]);
    assert_eq!(missing(&Facts { admission: Standing::Done, ..large }), ["due_diligence"]);
    let open = Facts { admission: Standing::Open, due_diligence: Standing::Open, ..BARE };
    assert_eq!(missing(&open), ["admission", "due_diligence"]);
    assert_eq!(missing(&Facts { due_diligence: Standing::Done, ..open }), ["admission"]);
    let wrong =
        "name = \"x\"\n[[need]]\nstage = \"review\"\nfrom = \"unit\"\nfield = \"place\"\nover_wan = -1\n";
    assert_eq!(Gates::check(wrong).1[0].code, "project.gate_over");
}
