// The Chinese dictionary is the source of the keys: `Dict` is its type, and English
// does not compile while a key is missing or too many. One file per room.
import { account } from './account';
import { common } from './common';
import { home } from './home';
import { nav } from './nav';
import { table } from './table';
import { words } from './words';

export const zh = { account, common, home, nav, table, words };
