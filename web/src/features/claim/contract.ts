import { proven, type Agrees } from '@/api/contract';
import type { AskRow, CaseRow, ClaimRow } from '@/ui/claims/types';
import type { Breach, CaseRecord, Checked, ClaimRecord, Terms } from './types';

proven<Agrees<ClaimRow, 'ClaimRow'>>();
proven<Agrees<AskRow, 'AskRow'>>();
proven<Agrees<CaseRow, 'CaseRow'>>();
proven<Agrees<Breach, 'ClaimBreach'>>();
proven<Agrees<ClaimRecord, 'ClaimRecord'>>();
proven<Agrees<CaseRecord, 'CaseRecord'>>();
proven<Agrees<Checked, 'ClaimCheck'>>();
proven<Agrees<Terms, 'TermsView'>>();
