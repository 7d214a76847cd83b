import { proven, type Agrees } from '@/api/contract';
import type { Clashes, InteractionPeople, InteractionRecord, InteractionRow, InteractionRules, InteractionSaved, QuietRow } from '@/ui/interactions/types';

proven<Agrees<InteractionRow, 'InteractionRow'>>();
proven<Agrees<InteractionRecord, 'InteractionRecord'>>();
proven<Agrees<InteractionSaved, 'InteractionSaved'>>();
proven<Agrees<InteractionPeople, 'InteractionPeople'>>();
proven<Agrees<InteractionRules, 'InteractionRules'>>();
proven<Agrees<Clashes, 'Clashes'>>();
proven<Agrees<QuietRow, 'QuietRow'>>();
