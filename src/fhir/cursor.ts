/**
 * Where a page ended, sealed for the way through the client: nobody can read it, make one up, or use it for another question or
 * as another client (AES-256-GCM; who asks and what is asked are bound in). The key stands in the database, so that every
 * process of an installation opens what another sealed; without its row there is a new one after a restart.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { Actor, Database } from '../platform/postgres/database.ts';

export type Place = readonly (string | number | null)[];

export type Cursors = {
  /** @param about the question, without its page: the same text opens it */
  readonly seal: (actor: Actor, about: string, place: Place) => Promise<string>;
  /** Undefined for what was not sealed for this client and question. */
  readonly open: (actor: Actor, about: string, sealed: string) => Promise<Place | undefined>;
};

const KEEPER: Actor = { id: 'system:cursor', person: null, role: 'system', organisation: 'system', purpose: 'system' };
const NONCE = 12;
const TAG = 16;

const selectKey = {
  name: 'server-secret-cursor',
  text: `select value from server_secret where name = 'cursor'`,
};

const readKey = async (db: Database): Promise<Buffer> => {
  const [rows = []] = await db.read(KEEPER, new Date(0), [selectKey]);
  const value = rows[0]?.['value'];
  return typeof value === 'string' ? createHash('sha256').update(value).digest() : randomBytes(32);
};

const boundTo = ({ id, role, organisation }: Actor, about: string): Buffer =>
  Buffer.from([id, role, organisation, about].join('\n'));

export const sealedCursors = (db: Database): Cursors => {
  let loaded: Promise<Buffer> | undefined;
  const key = (): Promise<Buffer> => {
    loaded ??= readKey(db).catch((fault: unknown) => {
      loaded = undefined;
      throw fault;
    });
    return loaded;
  };
  return {
    seal: async (actor, about, place) => {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', await key(), nonce).setAAD(boundTo(actor, about));
      const text = Buffer.concat([cipher.update(JSON.stringify(place), 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url');
    },
    open: async (actor, about, sealed) => {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length <= NONCE + TAG || bytes.length > 1000) return undefined;
      try {
        const decipher = createDecipheriv('aes-256-gcm', await key(), bytes.subarray(0, NONCE), {
          authTagLength: TAG,
        });
        decipher.setAAD(boundTo(actor, about)).setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
        const text = Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]);
        return JSON.parse(text.toString('utf8')) as Place;
      } catch (fault) {
        // Node says so of a wrong tag; a database that cannot be reached is another matter
        if (fault instanceof Error && /auth/i.test(fault.message)) return undefined;
        throw fault;
      }
    },
  };
};
