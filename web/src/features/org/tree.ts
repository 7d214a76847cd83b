import type { UnitRow } from './types';

export interface Branch {
  unit: UnitRow;
  children: Branch[];
}

/** The units as a tree in the office's order; a unit whose parent is not in the list stands at the top. */
export function treeOf(units: UnitRow[]): Branch[] {
  const branches = new Map(units.map((unit) => [unit.id, { unit, children: [] as Branch[] }]));
  const roots: Branch[] = [];
  for (const branch of branches.values()) {
    const above = branch.unit.parent_id ? branches.get(branch.unit.parent_id) : undefined;
    (above ? above.children : roots).push(branch);
  }
  const sort = (list: Branch[]) => {
    list.sort((a, b) => a.unit.sort_no - b.unit.sort_no || (a.unit.path < b.unit.path ? -1 : 1));
    for (const branch of list) sort(branch.children);
  };
  sort(roots);
  return roots;
}

/** Branches that contain the text, with all above them. */
export function pruned(tree: Branch[], text: string): Branch[] {
  if (text === '') return tree;
  return tree.flatMap((branch) => {
    const children = pruned(branch.children, text);
    const hit = `${branch.unit.name} ${branch.unit.short_name}`.toLowerCase().includes(text.toLowerCase());
    return hit || children.length > 0 ? [{ unit: branch.unit, children: hit ? branch.children : children }] : [];
  });
}
