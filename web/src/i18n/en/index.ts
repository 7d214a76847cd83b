import type { Dict } from '..';
import { account } from './account';
import { common } from './common';
import { home } from './home';
import { nav } from './nav';
import { table } from './table';
import { words } from './words';

export const en: Dict = { account, common, home, nav, table, words };
