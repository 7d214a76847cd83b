import { proven, type Agrees } from '@/api/contract';
import type { OrganisationRow, OrganisationView } from './types';

proven<Agrees<OrganisationRow, 'OrganisationWithSums'>>();
proven<Agrees<Omit<OrganisationView, 'warnings'>, 'OrganisationView'>>();
