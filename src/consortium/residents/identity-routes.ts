/** `/api/residents/:id/identity`: cards and names with their history, a card more, a card that is over or was a mistake, a name given. */
import type { Resource } from '../../fhir/resource.ts';
import type { Route, RouteAnswer } from '../../platform/http/route.ts';
import { route } from '../../platform/http/route.ts';
import type { Actor } from '../../platform/postgres/database.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import { kindOf, systemOf } from '../identity/card-forms.ts';
import { forWhomNow } from '../identity/merged.ts';
import { checkIdentityNumber } from '../identity-number.ts';
import { may } from '../permission.ts';
import { ByIdParams } from '../shapes.ts';
import { changeIdentity, identityNumberIn, identityOf } from './identity.ts';
import type { Changed, IdentityOptions, OfAnother } from './identity.ts';
import { bornWell, checkedCard, identifierOf, phoneWrong } from './new-patient.ts';
import { cardsIn, withCard, withCardMarked, withPerson } from './patient-identity.ts';
import { CardBody, CardChangeBody, IdentityChanged, IdentityView, PersonBody } from './shapes.ts';

/** What somebody without a relation may do to get one. */
const WAYS = ['register-today'] as const;
/** Of these nobody has two that are good at once. */
const ONE_AT_A_TIME = new Set(['identity-number', 'residence-permit', 'foreign-permanent-residence']);

const addCard =
  (body: CardBody, organisation: string) =>
  (patient: Resource, today: string): Resource | Refusal => {
    const born = typeof patient['birthDate'] === 'string' && patient['birthDate'].length === 10;
    const card = checkedCard(body, {
      birthDate: born ? (patient['birthDate'] as string) : null,
      gender: String(patient['gender']),
      today,
    });
    if (isRefusal(card)) return card;
    const system = systemOf(card.kind, organisation);
    const own = cardsIn(patient, today, false);
    if (own.some((each) => each.system === system && each.value === card.value)) return refuse('card.twice');
    if (ONE_AT_A_TIME.has(card.kind) && own.some((each) => each.system === system && each.status === 'in-use'))
      return refuse('card.one-already');
    return withCard(patient, identifierOf(card, organisation));
  };

const markCard =
  ({ system, value, to }: CardChangeBody) =>
  (patient: Resource, today: string): Resource | Refusal => {
    const kind = kindOf(system);
    const another = cardsIn(patient, today, false).some(
      (each) => each.system === system && each.status === 'in-use' && each.value !== value,
    );
    if (to === 'in-use' && kind !== null && ONE_AT_A_TIME.has(kind) && another) return refuse('card.one-already');
    return withCardMarked(patient, system, value, to) ?? refuse('card.unknown');
  };

/** The identity number stays right: who contradicts it corrects the number first. */
const sayPerson =
  (body: PersonBody) =>
  (patient: Resource, today: string): Resource | Refusal => {
    const born = body.birthDate === null || bornWell(body.birthDate, today);
    if (isRefusal(born)) return born;
    if (phoneWrong(body.phone)) return refuse('resident.phone');
    const number = identityNumberIn(patient);
    const read =
      number === undefined ||
      checkIdentityNumber(number, {
        gender: body.gender,
        ...(body.birthDate === null ? {} : { birthDate: body.birthDate }),
      });
    return isRefusal(read) ? read : withPerson(patient, body);
  };

const answered = (answer: Changed | OfAnother | Refusal): RouteAnswer => {
  if (isRefusal(answer)) return { refusal: answer, extra: { ways: WAYS } };
  return 'refusal' in answer ? { refusal: answer.refusal, extra: { resident: answer.resident } } : { body: answer };
};

export const identityRoutes = (options: IdentityOptions): readonly Route[] => {
  const allowed = async (actor: Actor, work: () => Promise<RouteAnswer>): Promise<RouteAnswer> => {
    const answer = may(actor, 'register-resident');
    return answer === true ? work() : { refusal: answer };
  };
  return [
    route({
      method: 'GET',
      path: '/api/residents/:id/identity',
      summary: 'Who a resident is: cards, names, what is known of an unnamed, and how all that changed',
      access: 'role',
      params: ByIdParams,
      answer: IdentityView,
      handle: ({ params, caller: { actor } }) =>
        allowed(actor, async () => {
          const where = { db: options.db, at: options.clock.now() };
          const answer = await forWhomNow(where, actor, params.id, (id) => identityOf(options, actor, id));
          return isRefusal(answer) ? { refusal: answer, extra: { ways: WAYS } } : { body: answer };
        }),
    }),
    route({
      method: 'POST',
      path: '/api/residents/:id/identity/cards',
      summary: 'A card more, its number checked',
      access: 'role',
      params: ByIdParams,
      body: CardBody,
      answer: IdentityChanged,
      handle: ({ params, body, caller: { actor } }) =>
        allowed(actor, async () =>
          answered(
            await changeIdentity(
              options,
              actor,
              { id: params.id, version: body.version, what: 'add-card', reason: body.kind },
              addCard(body, actor.organisation),
            ),
          ),
        ),
    }),
    route({
      method: 'POST',
      path: '/api/residents/:id/identity/cards/status',
      summary: 'A card that was replaced by another, or written down by mistake; or is good after all',
      access: 'role',
      params: ByIdParams,
      body: CardChangeBody,
      answer: IdentityChanged,
      handle: ({ params, body, caller: { actor } }) =>
        allowed(actor, async () =>
          answered(
            await changeIdentity(
              options,
              actor,
              { id: params.id, version: body.version, what: 'mark-card', reason: body.to },
              markCard(body),
            ),
          ),
        ),
    }),
    route({
      method: 'POST',
      path: '/api/residents/:id/identity/person',
      summary: 'Name, sex, birth date, telephone, address: given later, or corrected, with a reason',
      access: 'role',
      params: ByIdParams,
      body: PersonBody,
      answer: IdentityChanged,
      handle: ({ params, body, caller: { actor } }) =>
        allowed(actor, async () =>
          answered(
            await changeIdentity(
              options,
              actor,
              { id: params.id, version: body.version, what: 'correct-person', reason: body.reason },
              sayPerson(body),
            ),
          ),
        ),
    }),
  ];
};
