import { proven, type Agrees } from '@/api/contract';
import type { AdmissionRecord, AdmissionRow, RuleTable, Sheet } from '@/ui/admissions/types';

proven<Agrees<AdmissionRow, 'AdmissionRow'>>();
proven<Agrees<AdmissionRecord, 'AdmissionRecord'>>();
proven<Agrees<Sheet, 'DueDiligenceView'>>();
proven<Agrees<RuleTable, 'RulesView'>>();
