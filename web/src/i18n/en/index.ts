import type { Dict } from '..';
import { account } from './account';
import { activity } from './activity';
import { admission } from './admission';
import { anomaly } from './anomaly';
import { assessment } from './assessment';
import { audit, auditActs, auditSubjects } from './audit';
import { book } from './book';
import { charge } from './charge';
import { circular } from './circular';
import { chain } from './chain';
import { claim } from './claim';
import { closing } from './closing';
import { commitment } from './commitment';
import { common } from './common';
import { contact } from './contact';
import { dashboard } from './dashboard';
import { fund } from './fund';
import { handover } from './handover';
import { home } from './home';
import { industry } from './industry';
import { interaction } from './interaction';
import { investor } from './investor';
import { keeping, loss, secret } from './keeping';
import { leader } from './leader';
import { ledger } from './ledger';
import { light } from './light';
import { merge } from './merge';
import { milestone } from './milestone';
import { monthly } from './monthly';
import { nav } from './nav';
import { network } from './network';
import { org, people, rights } from './org';
import { problem } from './problem';
import { profile } from './profile';
import { progress, timeline } from './progress';
import { fundOfProject, project, projectDecide } from './project';
import { rates } from './rates';
import { referral } from './referral';
import { report } from './report';
import { review } from './review';
import { siting } from './siting';
import { shortlist } from './shortlist';
import { supervision } from './supervision';
import { table } from './table';
import { trace } from './trace';
import { transfer } from './transfer';
import { whatIf } from './whatIf';
import { words } from './words';

export const en: Dict = {
  account, activity, admission, anomaly, assessment, audit, auditActs, auditSubjects, book, chain, charge, circular, claim, closing,
  commitment, common, contact, dashboard, fund, fundOfProject, handover, home, industry, interaction, investor, keeping, leader,
  ledger, light, loss, merge, milestone, monthly, nav, network, org, people, problem, profile, progress, project,
  projectDecide, rates, referral, report, review, rights, secret, shortlist, siting, supervision, table, timeline, trace,
  transfer, whatIf, words,
};
