import {
  AccountBookOutlined,
  AimOutlined,
  AlertOutlined,
  ApartmentOutlined,
  AuditOutlined,
  BulbOutlined,
  BankOutlined,
  CalendarOutlined,
  CheckSquareOutlined,
  ClockCircleOutlined,
  CommentOutlined,
  DashboardOutlined,
  DeploymentUnitOutlined,
  EditOutlined,
  FallOutlined,
  FileDoneOutlined,
  FileProtectOutlined,
  FileTextOutlined,
  FlagOutlined,
  FolderOpenOutlined,
  FunnelPlotOutlined,
  GiftOutlined,
  GroupOutlined,
  HomeOutlined,
  IdcardOutlined,
  ImportOutlined,
  InsertRowAboveOutlined,
  LockOutlined,
  NodeIndexOutlined,
  NotificationOutlined,
  OrderedListOutlined,
  PhoneOutlined,
  ProjectOutlined,
  QuestionCircleOutlined,
  ReadOutlined,
  RetweetOutlined,
  SafetyOutlined,
  ShareAltOutlined,
  SolutionOutlined,
  SwapOutlined,
  TeamOutlined,
  UnorderedListOutlined,
  UserOutlined,
  UserSwitchOutlined,
  WalletOutlined,
  WarningOutlined,
} from '@ant-design/icons';
import type { ComponentType } from 'react';
import type { Right } from '@/api/session';
import type { Dict } from '@/i18n';
import { paths } from '@/lib/paths';

/** A page of the workbench: where it is, what loads it, who finds it in the navigation. */
export interface Room {
  path: string;
  load: () => Promise<{ default: ComponentType }>;
  nav?: {
    group: keyof Dict['nav']['groups'];
    label: (t: Dict) => string;
    icon: ComponentType<{ 'aria-hidden'?: boolean }>;
    /** Any of these rights; nobody's name is in the list without one. */
    needs?: Right[];
  };
}

/** Every page, in the order of the navigation; one without an entry belongs to the entry before it. */
export const rooms: Room[] = [
  // Belongs to none: it is reached from one's own name.
  { path: paths.account, load: () => import('@/features/account/AccountPage') },
  {
    path: paths.home,
    load: () => import('@/features/home/HomePage'),
    nav: { group: 'daily', label: (t) => t.nav.home, icon: HomeOutlined },
  },
  {
    path: paths.progress,
    load: () => import('@/features/progress/ProgressPage'),
    nav: { group: 'daily', label: (t) => t.nav.progress, icon: EditOutlined, needs: ['project.read'] },
  },
  {
    path: paths.problems,
    load: () => import('@/features/problem/ProblemsPage'),
    nav: { group: 'daily', label: (t) => t.nav.problems, icon: QuestionCircleOutlined, needs: ['problem.read'] },
  },
  { path: '/problems/$id', load: () => import('@/features/problem/ProblemPage') },
  {
    path: paths.admissions,
    load: () => import('@/features/admission/AdmissionsPage'),
    nav: { group: 'daily', label: (t) => t.nav.admissions, icon: FileDoneOutlined, needs: ['admission.read'] },
  },
  { path: '/admissions/$id', load: () => import('@/features/admission/AdmissionPage') },
  { path: paths.admissionRules, load: () => import('@/features/admission/RulesPage') },
  {
    path: paths.commitments,
    load: () => import('@/features/commitment/CommitmentsPage'),
    nav: { group: 'daily', label: (t) => t.nav.commitments, icon: FileProtectOutlined, needs: ['commitment.read'] },
  },
  { path: '/commitments/$id', load: () => import('@/features/commitment/CommitmentPage') },
  {
    path: paths.supervisions,
    load: () => import('@/features/supervision/SupervisionsPage'),
    nav: { group: 'daily', label: (t) => t.nav.supervisions, icon: AlertOutlined, needs: ['supervision.read'] },
  },
  { path: '/supervisions/$id', load: () => import('@/features/supervision/SupervisionPage') },
  {
    path: paths.instructions,
    load: () => import('@/features/supervision/InstructionsPage'),
    nav: { group: 'daily', label: (t) => t.nav.instructions, icon: CommentOutlined, needs: ['supervision.read'] },
  },
  { path: '/instructions/$id', load: () => import('@/features/supervision/InstructionPage') },
  {
    path: paths.claims,
    load: () => import('@/features/claim/ClaimsPage'),
    nav: { group: 'daily', label: (t) => t.nav.claims, icon: FlagOutlined, needs: ['claim.read'] },
  },
  { path: '/claims/$id', load: () => import('@/features/claim/ClaimPage') },
  { path: '/claim-cases/$id', load: () => import('@/features/claim/CasePage') },
  { path: paths.claimRules, load: () => import('@/features/claim/RulesPage') },
  {
    path: paths.transfers,
    load: () => import('@/features/transfer/TransfersPage'),
    nav: { group: 'daily', label: (t) => t.nav.transfers, icon: SwapOutlined, needs: ['project.read'] },
  },
  { path: '/transfers/$id', load: () => import('@/features/transfer/TransferPage') },
  {
    path: paths.dispatch,
    load: () => import('@/features/report/DispatchPage'),
    nav: { group: 'daily', label: (t) => t.nav.dispatch, icon: FolderOpenOutlined, needs: ['project.read'] },
  },
  {
    path: paths.lights,
    load: () => import('@/features/light/LightsPage'),
    nav: { group: 'daily', label: (t) => t.nav.lights, icon: BulbOutlined, needs: ['project.read'] },
  },
  { path: paths.lightRules, load: () => import('@/features/light/RulesPage') },
  {
    path: paths.projects,
    load: () => import('@/features/project/ProjectsPage'),
    nav: { group: 'library', label: (t) => t.nav.projects, icon: ProjectOutlined, needs: ['project.read'] },
  },
  { path: '/projects/$id', load: () => import('@/features/project/ProjectPage') },
  { path: '/projects/$id/sheet', load: () => import('@/features/report/SheetPage') },
  {
    path: paths.board,
    load: () => import('@/features/project/BoardPage'),
    nav: { group: 'library', label: (t) => t.nav.board, icon: InsertRowAboveOutlined, needs: ['project.read'] },
  },
  {
    path: paths.keeping,
    load: () => import('@/features/keeping/KeepingPage'),
    nav: { group: 'library', label: (t) => t.nav.keeping, icon: ClockCircleOutlined, needs: ['project.read'] },
  },
  { path: paths.keepingRules, load: () => import('@/features/keeping/RulesPage') },
  {
    path: paths.shortlists,
    load: () => import('@/features/shortlist/ShortlistsPage'),
    nav: { group: 'library', label: (t) => t.nav.shortlists, icon: UnorderedListOutlined, needs: ['project.read'] },
  },
  { path: '/lists/$id', load: () => import('@/features/shortlist/ShortlistPage') },
  {
    path: paths.leaders,
    load: () => import('@/features/leader/LeadersPage'),
    nav: { group: 'library', label: (t) => t.nav.leaders, icon: UserSwitchOutlined, needs: ['project.read'] },
  },
  { path: '/leaders/$name', load: () => import('@/features/leader/LeaderPage') },
  {
    path: paths.stages,
    load: () => import('@/features/project/StagesPage'),
    nav: { group: 'library', label: (t) => t.nav.stages, icon: NodeIndexOutlined, needs: ['project.read'] },
  },
  {
    path: paths.investors,
    load: () => import('@/features/investor/InvestorsPage'),
    nav: { group: 'library', label: (t) => t.nav.investors, icon: BankOutlined, needs: ['investor.read'] },
  },
  { path: '/investors/$id', load: () => import('@/features/investor/InvestorPage') },
  { path: '/investors/$id/merge', load: () => import('@/features/merge/JoinPage') },
  { path: paths.merges, load: () => import('@/features/merge/MergesPage') },
  { path: '/merges/$id', load: () => import('@/features/merge/MergePage') },
  {
    path: paths.network,
    load: () => import('@/features/network/NetworkPage'),
    nav: { group: 'library', label: (t) => t.nav.network, icon: DeploymentUnitOutlined, needs: ['investor.read'] },
  },
  { path: '/network/associations/$id', load: () => import('@/features/network/AssociationPage') },
  { path: '/network/introducers/$id', load: () => import('@/features/network/IntroducerPage') },
  {
    path: paths.chains,
    load: () => import('@/features/chain/ChainsPage'),
    nav: { group: 'library', label: (t) => t.nav.chains, icon: ApartmentOutlined, needs: ['chain.read'] },
  },
  { path: '/chains/$id', load: () => import('@/features/chain/ChainPage') },
  { path: '/chain-links/$id', load: () => import('@/features/chain/LinkGate') },
  { path: paths.chainTargets, load: () => import('@/features/chain/TargetsPage') },
  {
    path: paths.contacts,
    load: () => import('@/features/contact/ContactsPage'),
    nav: { group: 'library', label: (t) => t.nav.contacts, icon: IdcardOutlined, needs: ['contact.read'] },
  },
  { path: '/contacts/$id', load: () => import('@/features/contact/ContactPage') },
  {
    path: paths.interactions,
    load: () => import('@/features/interaction/InteractionsPage'),
    nav: { group: 'library', label: (t) => t.nav.interactions, icon: PhoneOutlined, needs: ['interaction.read'] },
  },
  { path: '/interactions/$id', load: () => import('@/features/interaction/InteractionPage') },
  {
    path: paths.handovers,
    load: () => import('@/features/handover/HandoversPage'),
    nav: { group: 'library', label: (t) => t.nav.handovers, icon: RetweetOutlined, needs: ['investor.read'] },
  },
  { path: '/handovers/$id', load: () => import('@/features/handover/HandoverPage') },
  { path: paths.openHandover, load: () => import('@/features/handover/OpenPage') },
  {
    path: paths.referrals,
    load: () => import('@/features/referral/ReferralsPage'),
    nav: { group: 'library', label: (t) => t.nav.referrals, icon: ShareAltOutlined, needs: ['investor.read'] },
  },
  { path: '/referrals/$id', load: () => import('@/features/referral/ReferralPage') },
  {
    path: paths.events,
    load: () => import('@/features/activity/EventsPage'),
    nav: { group: 'library', label: (t) => t.nav.events, icon: CalendarOutlined, needs: ['report.read'] },
  },
  { path: '/events/$id', load: () => import('@/features/activity/EventPage') },
  {
    path: paths.review,
    load: () => import('@/features/fund/ReviewPage'),
    nav: { group: 'money', label: (t) => t.nav.review, icon: SolutionOutlined, needs: ['fund.recognise'] },
  },
  {
    path: paths.rounds,
    load: () => import('@/features/review/RoundsPage'),
    nav: { group: 'money', label: (t) => t.nav.rounds, icon: GroupOutlined, needs: ['fund.read', 'admission.write'] },
  },
  { path: '/rounds/$id', load: () => import('@/features/review/RoundPage') },
  {
    path: paths.funds,
    load: () => import('@/features/fund/FundsPage'),
    nav: { group: 'money', label: (t) => t.nav.funds, icon: WalletOutlined, needs: ['fund.read'] },
  },
  { path: '/funds/$id', load: () => import('@/features/fund/FundPage') },
  {
    path: paths.anomalies,
    load: () => import('@/features/anomaly/AnomaliesPage'),
    nav: { group: 'money', label: (t) => t.nav.anomalies, icon: WarningOutlined, needs: ['report.read'] },
  },
  { path: paths.anomalyRules, load: () => import('@/features/anomaly/RulesPage') },
  {
    path: paths.supports,
    load: () => import('@/features/commitment/SupportsPage'),
    nav: { group: 'money', label: (t) => t.nav.supports, icon: GiftOutlined, needs: ['commitment.read'] },
  },
  { path: '/supports/$id', load: () => import('@/features/commitment/SupportPage') },
  {
    path: paths.imports,
    load: () => import('@/features/ledger/ImportsPage'),
    nav: { group: 'money', label: (t) => t.nav.imports, icon: ImportOutlined, needs: ['ledger.read'] },
  },
  { path: '/imports/$id', load: () => import('@/features/ledger/BatchPage') },
  {
    path: paths.dashboard,
    load: () => import('@/features/dashboard/DashboardPage'),
    nav: { group: 'result', label: (t) => t.nav.dashboard, icon: DashboardOutlined, needs: ['figure.read'] },
  },
  { path: '/figures/$key', load: () => import('@/features/dashboard/FigurePage') },
  {
    path: paths.rates,
    load: () => import('@/features/rates/RatesPage'),
    nav: { group: 'result', label: (t) => t.nav.rates, icon: FunnelPlotOutlined, needs: ['figure.read'] },
  },
  {
    path: paths.losses,
    load: () => import('@/features/loss/LossesPage'),
    nav: { group: 'result', label: (t) => t.nav.losses, icon: FallOutlined, needs: ['project.read'] },
  },
  {
    path: paths.scores,
    load: () => import('@/features/assessment/ScoresPage'),
    nav: { group: 'result', label: (t) => t.nav.scores, icon: OrderedListOutlined, needs: ['figure.read'] },
  },
  { path: paths.whatIf, load: () => import('@/features/assessment/WhatIfPage') },
  { path: '/scores/$id', load: () => import('@/features/assessment/UnitScorePage') },
  {
    path: paths.book,
    load: () => import('@/features/assessment/BookPage'),
    nav: { group: 'result', label: (t) => t.nav.book, icon: AccountBookOutlined, needs: ['fund.read'] },
  },
  {
    path: paths.closings,
    load: () => import('@/features/assessment/ClosingsPage'),
    nav: { group: 'result', label: (t) => t.nav.closings, icon: LockOutlined, needs: ['figure.read'] },
  },
  { path: '/closings/$id', load: () => import('@/features/assessment/ClosingPage') },
  {
    path: paths.targets,
    load: () => import('@/features/assessment/TargetsPage'),
    nav: { group: 'result', label: (t) => t.nav.targets, icon: AimOutlined, needs: ['target.read'] },
  },
  {
    path: paths.schemes,
    load: () => import('@/features/assessment/SchemesPage'),
    nav: { group: 'result', label: (t) => t.nav.scheme, icon: ReadOutlined, needs: ['scheme.read'] },
  },
  {
    path: paths.summary,
    load: () => import('@/features/report/SummaryPage'),
    nav: { group: 'result', label: (t) => t.nav.summary, icon: FileTextOutlined, needs: ['report.read'] },
  },
  {
    path: paths.monthly,
    load: () => import('@/features/report/MonthlyPage'),
    nav: { group: 'result', label: (t) => t.nav.monthly, icon: NotificationOutlined, needs: ['report.read'] },
  },
  {
    path: paths.circular,
    load: () => import('@/features/report/CircularPage'),
    nav: { group: 'result', label: (t) => t.nav.circular, icon: CheckSquareOutlined, needs: ['figure.read'] },
  },
  {
    path: paths.units,
    load: () => import('@/features/org/UnitsPage'),
    nav: { group: 'system', label: (t) => t.nav.units, icon: TeamOutlined, needs: ['unit.read'] },
  },
  { path: '/units/$id', load: () => import('@/features/org/UnitsPage') },
  {
    path: paths.people,
    load: () => import('@/features/org/PeoplePage'),
    nav: { group: 'system', label: (t) => t.nav.people, icon: UserOutlined, needs: ['account.read'] },
  },
  {
    path: paths.rights,
    load: () => import('@/features/org/RightsPage'),
    nav: { group: 'system', label: (t) => t.nav.rights, icon: SafetyOutlined },
  },
  {
    path: paths.audit,
    load: () => import('@/features/audit/AuditPage'),
    nav: { group: 'system', label: (t) => t.nav.audit, icon: AuditOutlined, needs: ['audit.read'] },
  },
];

const shapes = rooms.map((room) => new RegExp(`^${room.path.replace(/\$\w+/g, '[^/]+')}$`));

/** The entry of the navigation that a page stands under. */
export function entryOf(path: string): string | undefined {
  const at = shapes.findIndex((shape) => shape.test(path));
  return rooms.slice(0, at + 1).filter((room) => room.nav).pop()?.path;
}
