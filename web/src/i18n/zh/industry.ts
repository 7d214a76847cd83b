/** GB/T 4754 has its names in Chinese; the server knows them. */
export const industry = {
  name: (_code: string, zh: string): string => zh,
  /** Industries by a name that the server does not know. */
  find: (_words: string): { code: string; name: string }[] => [],
};
