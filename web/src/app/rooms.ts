import {
  HomeOutlined,
} from '@ant-design/icons';
import type { ComponentType } from 'react';
import type { Right } from '@/api/session';
import type { Dict } from '@/i18n';
import { paths } from '@/lib/paths';

/** A page of the workbench: where it is, what loads it, who finds it in the navigation. */
export interface Room {
  path: string;
  load: () => Promise<{ default: ComponentType }>;
  nav?: {
    group: keyof Dict['nav']['groups'];
    label: (t: Dict) => string;
    icon: ComponentType<{ 'aria-hidden'?: boolean }>;
    /** Any of these rights; nobody's name is in the list without one. */
    needs?: Right[];
  };
}

/** Every page, in the order of the navigation. */
export const rooms: Room[] = [
  {
    path: paths.home,
    load: () => import('@/features/home/HomePage'),
    nav: { group: 'daily', label: (t) => t.nav.home, icon: HomeOutlined },
  },
  { path: paths.account, load: () => import('@/features/account/AccountPage') },
];
