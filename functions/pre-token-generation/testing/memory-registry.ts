import type { Identity, Registry } from '../registry.ts';

export function identity(organization: string, change: Partial<Identity> = {}): Identity {
  return {
    organizationId: organization,
    id: `${organization}-ada`,
    kind: 'PERSON',
    name: 'Ada',
    email: 'ada@example.org',
    role: 'VIEWER',
    status: 'INVITED',
    createdAt: '2026-01-01T00:00:00.000Z',
    version: 1,
    ...change,
  };
}

/** The tables in memory, with the conditions that the transactions have; every step may be interleaved with a rival's. */
export function memoryRegistry(rows: Identity[]) {
  const administrators = new Map<string, number>();
  /** What was done, by name and identity. */
  const acts: string[] = [];

  async function change({ organizationId, id, version }: Identity, changes: Partial<Identity>): Promise<boolean> {
    await Promise.resolve();
    const index = rows.findIndex((row) => row.organizationId === organizationId && row.id === id);
    const row = rows[index];
    if (row?.version !== version) return false;
    rows[index] = { ...row, ...changes };
    return true;
  }

  const registry: Registry = {
    async identitiesOf({ sub, email }) {
      await Promise.resolve();
      return rows.filter((row) => row.email === email || row.sub === sub).map((row) => ({ ...row }));
    },
    organizationName: (organizationId) => Promise.resolve(`Organization ${organizationId}`),
    async bind(given, sub, now) {
      const bound = { sub, status: 'ACTIVE', version: given.version + 1, chosenAt: now.toISOString() } as const;
      if (!(await change(given, { ...bound, invitation: undefined }))) return false;
      acts.push(`bind ${given.id}`);
      const { organizationId, role, status } = given;
      if (role === 'ADMINISTRATOR' && status === 'INVITED')
        administrators.set(organizationId, (administrators.get(organizationId) ?? 0) + 1);
      return true;
    },
    async adopt(given) {
      acts.push(`adopt ${given.id}`);
      return change(given, { chosenAt: given.createdAt });
    },
    async move(given, { email }) {
      const isDone = await change(given, { email, version: given.version + 1 });
      if (isDone) acts.push(`move ${given.id}`);
      return isDone;
    },
    async found({ organizationId, identityId, sub }, now) {
      await Promise.resolve();
      if (administrators.has(organizationId)) return false;
      administrators.set(organizationId, 1);
      const founder = { role: 'ADMINISTRATOR', status: 'ACTIVE', sub, chosenAt: now.toISOString() } as const;
      rows.push(identity(organizationId, { id: identityId, ...founder }));
      return true;
    },
  };
  return { registry, rows, administrators, acts };
}
