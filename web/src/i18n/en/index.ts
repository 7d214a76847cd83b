import type { Dict } from '..';
import { account } from './account';
import { audit, auditActs } from './audit';
import { common } from './common';
import { home } from './home';
import { investor } from './investor';
import { nav } from './nav';
import { org, people, rights } from './org';
import { fundOfProject, project, projectDecide } from './project';
import { table } from './table';
import { words } from './words';

export const en: Dict = { account, audit, auditActs, common, fundOfProject, home, investor, nav, org, people, project, projectDecide, rights, table, words };
