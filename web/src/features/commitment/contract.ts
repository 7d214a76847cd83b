import { proven, type Agrees } from '@/api/contract';
import type { CommitmentRecord, CommitmentRow, SupportRecord, SupportRow, SupportTotals } from '@/ui/commitments/types';

proven<Agrees<CommitmentRow, 'CommitmentRow'>>();
proven<Agrees<CommitmentRecord, 'CommitmentRecord'>>();
proven<Agrees<SupportRow, 'SupportRow'>>();
proven<Agrees<SupportRecord, 'SupportRecord'>>();
proven<Agrees<SupportTotals, 'SupportTotals'>>();
