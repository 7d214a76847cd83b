import type { Dict } from '@/i18n';

export const need = (t: Dict) => [{ required: true, message: t.common.required }];
