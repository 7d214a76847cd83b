import { proven, type Agrees } from '@/api/contract';
import type { ContactRecord, ContactRow, ContactRules, ContactSaved } from '@/ui/contacts/types';
import type { Revealed } from './RevealDialog';

proven<Agrees<ContactRow, 'ContactRow'>>();
proven<Agrees<ContactRecord, 'ContactRecord'>>();
proven<Agrees<ContactSaved, 'ContactSaved'>>();
proven<Agrees<ContactRules, 'ContactRules'>>();
proven<Agrees<Revealed, 'ContactRevealed'>>();
