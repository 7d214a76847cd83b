import type { Dict } from '..';

export const words: Dict['words'] = {
  stage: {
    lead: 'Lead', qualified: 'Qualified lead', negotiation: 'In negotiation', review: 'Under review', ready_to_sign: 'Ready to sign', signed: 'Signed',
    registered: 'Registered', approvals: 'Land and approvals', construction: 'Construction', completed: 'Completed', production: 'In production', at_capacity: 'At capacity',
  },
  status: { ongoing: 'Ongoing', on_hold: 'On hold', lost: 'Lost', terminated: 'Terminated', transferred: 'Transferred', merged: 'Merged' },
  kind: {
    new: 'New', expansion: 'Expansion', renovation: 'Renovation', merger: 'Merger', joint_venture: 'Joint venture', relocation: 'Relocation',
    headquarters: 'Headquarters', platform: 'Platform', talent: 'Talent', institute: 'Institute',
  },
  track: { capital: 'Capital', talent: 'Talent', institute: 'Institutes' },
  structure: {
    modern_manufacturing: 'Modern manufacturing', emerging_services: 'Emerging services', real_estate: 'Real estate', agriculture: 'Agriculture', other: 'Other',
  },
  agreement: { none: 'No agreement', intent: 'Letter of intent', framework: 'Framework', contract: 'Contract' },
  measure: {
    total: 'Total investment', fixed_assets: 'Fixed assets', contract: 'Contract amount', contract_foreign: 'Contract, foreign', registered: 'Registered capital', paid_in: 'Paid-in capital',
  },
  partyRole: { investor: 'Investor', project_company: 'Project company', partner: 'Partner', introducer: 'Introducer' },
  unitRole: { lead: 'Lead', partner: 'Partner', landing: 'Landing', information: 'Information' },
  eventKind: { promotion: 'Fair', symposium: 'Symposium', forum: 'Forum', signing: 'Signing', training: 'Training', docking: 'Matching' },
  recognitionEvent: { introduced: 'Introduced', signed: 'Signed', started: 'Started', produced: 'In production' },
  recognitionState: { claimed: 'Awaiting recognition', returned: 'Returned for more', recognised: 'Recognised', rejected: 'Rejected' },
  fundKind: { cash: 'Cash', capital: 'Registered capital', equipment: 'Equipment', construction: 'Construction', land: 'Land payment', other: 'Other' },
  fundState: { claimed: 'Awaiting recognition', returned: 'Returned for more', recognised: 'Recognised', rejected: 'Rejected', withdrawn: 'Withdrawn' },
  evidenceKind: {
    bank_slip: 'Bank slip', capital_verification: 'Capital verification', invoice: 'Invoice', land_payment: 'Land payment', contract: 'Contract', photo: 'Photo', other: 'Other',
  },
  node: {
    demolition: 'Demolition', piling: 'Piling', excavation: 'Excavation', ground_floor: 'Ground floor', topping_out: 'Topping out', completion: 'Completion',
    equipment: 'Equipment', partial_production: 'Part in production', full_production: 'All in production',
  },
  approval: { filing: 'Filing', land: 'Land use', planning: 'Planning', environment: 'Environment', energy: 'Energy', construction: 'Building permit' },
  approvalStanding: { open: 'Not begun', submitted: 'Submitted', granted: 'Granted', not_needed: 'Not needed' },
  side: { government: 'Government', investor: 'Investor' },
  commitmentState: { due: 'To be performed', partly: 'Partly performed', performed: 'Performed', broken: 'Not kept', waived: 'Waived' },
  supportState: { applied: 'Waits for a decision', approved: 'Approved', refused: 'Refused', withdrawn: 'Withdrawn' },
  problemState: { open: 'Waits for an answer', answered: 'Waits to be confirmed', closed: 'Closed', withdrawn: 'Withdrawn' },
  supervisionState: { open: 'Waits for an answer', answered: 'Waits to be confirmed', closed: 'Closed', cancelled: 'Cancelled' },
  supervisionColour: { blue: 'Blue', green: 'Green', yellow: 'Yellow', orange: 'Orange', red: 'Red', grey: 'Grey' },
  supervisionTone: { urge: 'Urges', praise: 'Praises' },
  transferState: { offered: 'Waits for the other unit', accepted: 'Waits for the office', confirmed: 'Transferred', declined: 'Declined', refused: 'Refused', withdrawn: 'Withdrawn', expired: 'Lapsed' },
  creditMeasure: { funds: 'Money in place', projects: 'Projects', output: 'Output', tax: 'Tax' },
  creditMode: { split: 'Divided', double: 'In full for both' },
  verdict: { agree: 'agrees', conditional: 'agrees with conditions', against: 'against' },
  subject: { industrial_policy: 'Industrial policy', environment: 'Environment', safety: 'Safety', land: 'Land and planning', finance: 'Finance', fair_competition: 'Fair competition' },
  document: {
    meeting_record: 'Record of a meeting', due_diligence: 'Due-diligence sheet', review_conclusion: 'Conclusion of the review', contract: 'Formal contract', licence: 'Business licence', filing: 'Filing or approval',
    land_contract: 'Land contract', lease: 'Lease', works_permit: 'Works permit', works_contract: 'Works contract', equipment_contract: 'Equipment contract with payment',
    photo: 'Photo of the site', acceptance: 'Acceptance of completion', production_proof: 'Proof of production', statistics_proof: 'Proof of entry into statistics', opinion: 'Opinion of a department', other: 'Other document',
  },
  unitKind: {
    committee: 'Investment committee', office: 'Investment office', street: 'Street', zone: 'Development zone', management_district: 'Management district', department: 'Department',
    team: 'Professional team', squad: 'Squad',
  },
  position: { leader_in_charge: 'Leader in charge', head: 'Head', deputy: 'Deputy', staff: 'Staff' },
  organisationKind: { enterprise: 'Enterprise', institute: 'Institute', association: 'Association', person: 'Person', government: 'Government' },
  role: {
    office_clerk: 'Office clerk', office_reviewer: 'Office reviewer', unit_filler: 'Unit filler', unit_head: 'Unit head', district_leader: 'District leader',
    factor_department: 'Factor department', system_administrator: 'System administrator', security_administrator: 'Security administrator', audit_administrator: 'Audit administrator',
  },
  class: {
    project: 'Projects', investor: 'Investors', fund: 'Funds in place', ledger: 'Ledger import', target: 'Targets', scheme: 'Schemes', figure: 'Figures',
    report: 'Reports', unit: 'Units', account: 'Accounts', role: 'Roles', audit: 'Audit', dictionary: 'Code tables', problem: 'Problem ledger', commitment: 'Commitments and support funds',
    supervision: 'Supervision',
  },
  act: { read: 'Read', write: 'Write', recognise: 'Recognise', export: 'Export' },
  scope: { unit: 'own unit and below', district: 'whole district' },
  batchState: { reading: 'Reading', ready: 'Ready', importing: 'Importing', imported: 'Imported', undone: 'Undone', failed: 'Failed' },
  schemeState: { draft: 'Draft', in_force: 'In force', retired: 'Retired' },
  assessmentMeasure: { funds: 'Funds in place', projects: 'Projects', talents: 'Talents', institutes: 'Institutes' },
};
