import { proven, type Agrees } from '@/api/contract';
import type { Account, Member, UnitRow, UnitView } from './types';

proven<Agrees<UnitRow, 'UnitView'>>();
proven<Agrees<Omit<UnitView, 'actions'>, 'UnitDetail'>>();
proven<Agrees<Member, 'MemberView'>>();
proven<Agrees<Account, 'AccountView'>>();
