/** Joins consortium, engines, capabilities and the record store into what the server serves and the jobs do. */
import { bordersOf } from './compose-borders.ts';
import { composeDemonstration } from './compose-past-proposals.ts';
import { regionFolder } from './compose-installation.ts';
import { composeEngine } from './compose-engine.ts';
import { COCKPIT_ERRORS, FIGURE_ERRORS, composeFigures } from './compose-figures.ts';
import { composeAccreditation } from './compose-accreditation.ts';
import { CARE_DAY_ERRORS, careRulesOf, composeHospice } from './compose-hospice.ts';
import { forgettingJob } from './compose-forgetting.ts';
import { composeImports } from './compose-imports.ts';
import { ACCESS_ERRORS, composeAccess, relationEndsOf } from './compose-access.ts';
import { composeIdentity, IDENTITY_ERRORS } from './compose-identity.ts';
import { composeLetters } from './compose-letters.ts';
import { composeNotices } from './compose-notices.ts';
import { composeResidents } from './compose-residents.ts';
import { CAPABILITIES } from './capabilities/index.ts';
import {
  figureRegionOf,
  figureRoutes,
  PAPER_ERRORS,
  paperRoutes,
  referralRoutes,
  countingJob,
  settlingJob,
  UNFILED,
} from './capabilities/referral/server.ts';
import { proposalRoutes } from './capabilities/proposals/server.ts';
import { RECORD_OPERATIONS, composeRecord } from './compose-record.ts';
import { expireHolds } from './consortium/capacity/holds.ts';
import { draftRoutes } from './consortium/drafts/routes.ts';
import { DUTY_ERRORS } from './consortium/duty/errors.ts';
import { dutyRoutes } from './consortium/duty/routes.ts';
import { CONSORTIUM_ERRORS } from './consortium/errors.ts';
import { demonstrationRoute } from './consortium/sessions/demonstration.ts';
import { composeCapacity } from './compose-capacity.ts';
import type { Pack } from './consortium/region/read.ts';
import { topUpSlots } from './consortium/region/slots.ts';
import { issueFor } from './consortium/resident-access/issue.ts';
import { IMPORT_ERRORS } from './consortium/imports/errors.ts';
import { RESIDENT_ACCESS_ERRORS } from './consortium/resident-access/errors.ts';
import { residentRoutes } from './consortium/residents/routes.ts';
import { authenticator } from './consortium/sessions/authenticate.ts';
import { sessionRoutes } from './consortium/sessions/routes.ts';
import { stockRoutes } from './consortium/stock/routes.ts';
import { isRole } from './consortium/roles.ts';
import { CONSORTIUM_WORDS, ROLE_WORDS } from './consortium/words.ts';
import { NOTICE_ERRORS } from './engines/notices/errors.ts';
import { noticeRoutes } from './engines/notices/routes.ts';
import { announceRequest } from './engines/notices/store.ts';
import { PATHWAY_ERRORS } from './engines/pathways/errors.ts';
import { drainOutbox, eventHub } from './engines/pathways/outbox.ts';
import type { Say } from './engines/pathways/case-view.ts';
import { WATCHED } from './engines/pathways/marks.ts';
import { reportMarks } from './engines/reporting/marks.ts';
import { reportingRoutes } from './engines/reporting/routes.ts';
import { REPORTING_ERRORS } from './engines/reporting/words.ts';
import { worklistSheetRoute } from './engines/pathways/worklist-sheet.ts';
import { pathwayRoutes } from './engines/pathways/routes.ts';
import { CLOCK_ACTOR, sweepClocks } from './engines/pathways/sweep.ts';
import { VIEW_RUN } from './engines/figures/views/run.ts';
import { createFhir } from './fhir/routes.ts';
import { readLog } from './platform/audit.ts';
import type { Clock } from './platform/clock.ts';
import { isLoopback } from './platform/config.ts';
import type { Config } from './platform/config.ts';
import { errorTable } from './platform/errors.ts';
import type { ErrorTable } from './platform/errors.ts';
import { notifiersOf } from './platform/notices/configured.ts';
import type { ServerOptions } from './platform/http/server.ts';
import type { Ids } from './platform/ids.ts';
import { startBrowser } from './platform/pdf/browser.ts';
import { pdfPrinter } from './platform/pdf/printer.ts';
import type { PrinterOptions } from './platform/pdf/printer.ts';
import type { Installation } from './platform/installation.ts';
import type { Job } from './platform/jobs.ts';
import { searchIndexJob, settleTokensJob } from './fhir/store/search-index.ts';
import type { Actor, Database, Statement } from './platform/postgres/database.ts';
import { SPREADSHEET_ERRORS } from './platform/spreadsheet/errors.ts';
import { channelOf, listen } from './platform/postgres/listen.ts';

/** What everything stands on. */
export type Ground = {
  readonly config: Config;
  readonly installation: Installation;
  /** The installation's database as the program uses it, watched where figures are kept. */
  readonly db: Database;
  readonly pack: Pack;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Told of papers that could not be made, for the log. */
  readonly onPrintFault?: PrinterOptions['onFault'];
};

export type Parts = Pick<ServerOptions, 'routes' | 'authenticate' | 'authenticateResident' | 'fhir' | 'events'> & {
  readonly errors: ErrorTable;
  readonly jobs: readonly Job[];
  readonly close: () => Promise<void>;
};

const HOUR = 3_600_000;

export const composeParts = ({ config, installation, db, pack, clock, ids, onPrintFault }: Ground): Parts => {
  const { zone, limits, calendar } = pack;
  const loopback = isLoopback(config.host);
  const { demonstration } = config;
  const demo = composeDemonstration(
    { region: regionFolder(config), db, pack, newId: ids, now: clock.now },
    // who wants no made-up cases wants no made-up proposals either
    demonstration && config.demonstrationCases > 0,
  );
  const errors = errorTable(
    CONSORTIUM_ERRORS,
    ACCESS_ERRORS,
    RESIDENT_ACCESS_ERRORS,
    DUTY_ERRORS,
    COCKPIT_ERRORS,
    FIGURE_ERRORS,
    IDENTITY_ERRORS,
    PATHWAY_ERRORS,
    PAPER_ERRORS,
    SPREADSHEET_ERRORS,
    IMPORT_ERRORS,
    REPORTING_ERRORS,
    CARE_DAY_ERRORS,
    NOTICE_ERRORS,
    ...CAPABILITIES.map((capability) => capability.errors),
  );
  const reads = readLog(db, clock);
  const hub = eventHub(db, clock, zone);
  let drain = (): void => undefined;
  const nudge = (): void => {
    drain();
  };
  const marks = [WATCHED, UNFILED, ...reportMarks(pack.files.reporting.targets, zone)];
  const engine = composeEngine({ db, clock, newId: ids, limits, calendar, zone, nudge });
  const relationEnds = relationEndsOf(clock, pack);
  const access = composeAccess({ db, clock, ids, zone, engine, reads, secret: installation.auditSecrets[0] ?? '' });
  const accreditation = composeAccreditation(engine, pack, reads.record);
  const identity = composeIdentity({ engine, zone, recordRead: reads.record });
  const figures = composeFigures({ config, db, clock, ids, pack, sentence: errors.sentence, recordRead: reads.record });
  const careRules = careRulesOf(pack, errors.sentence);
  const capacity = composeCapacity({ db, clock, ids, pack, errors, reads, nudge, engine, careRules });
  const say: Say = { sentence: errors.sentence, role: (role, language) => ROLE_WORDS[language][role] };
  const printer = pdfPrinter({
    start: () => startBrowser({ named: config.chromium, fontFolder: config.fontFolder }),
    ...(onPrintFault === undefined ? {} : { onFault: onPrintFault }),
  });
  const write = (actor: Actor, ...statements: readonly Statement[]) =>
    db.write(actor, clock.now(), (tx) => tx.finish(statements));
  const imports = composeImports({ db, clock, ids, pack, demonstration, readLog: reads, errors });
  const residents = composeResidents({
    db,
    clock,
    ids,
    pack,
    secret: installation.residentSecret,
    recordRead: reads.record,
    tell: (asked) => [announceRequest(ids(), asked)],
    nudge,
  });
  const notices = composeNotices({
    ...residents,
    db,
    clock,
    ids,
    pack,
    notifiers: notifiersOf(config.notices),
    language: config.notices.language,
    residentPage: config.notices.residentPage ?? null,
    drain: nudge,
  });
  const letters = composeLetters({ config, engine, zone, say, reads, printer, figures });
  const listening = listen({
    url: installation.appUrl,
    channel: channelOf(installation.schema),
    onNotice: () => {
      hub.wake();
      notices.wake();
    },
  });
  return {
    errors,
    authenticateResident: residents.authenticate,
    authenticate: authenticator({ db, clock, zone, loopback }),
    events: hub,
    fhir: createFhir({
      db,
      clock,
      ids,
      operations: [...RECORD_OPERATIONS, VIEW_RUN, identity.match],
      pageSecrets: installation.pageSecrets,
      lasting: (until) => relationEnds('access.after-encounter', until).until,
    }),
    routes: [
      ...sessionRoutes({ db, clock, zone, loopback, region: { id: pack.id, name: pack.name }, demonstration }),
      demonstrationRoute({ ...pack, demonstration, password: pack.files.people.demonstration.password }),
      ...residentRoutes({
        db,
        clock,
        zone,
        ids,
        readLog: reads,
        demonstration,
        registrationUntil: (at) => relationEnds('access.after-registration', at).until,
      }),
      ...access.routes,
      ...composeRecord({ db, clock, zone, readLog: reads, printer, times: residents.access.times, engine }),
      ...draftRoutes({ db, clock }),
      ...capacity.routes,
      ...stockRoutes({ db, clock, ids }),
      ...pathwayRoutes({
        engine,
        say,
        recordRead: reads.record,
        borders: bordersOf(pack),
        marks,
      }),
      ...referralRoutes({ engine, recordRead: reads.record }),
      ...accreditation.routes,
      ...composeHospice({ engine, pack, rules: careRules, recordRead: reads.record, printer, figures: figures.source }),
      ...figureRoutes({ engine, region: figureRegionOf(pack), recordRead: reads.record }),
      ...proposalRoutes({ engine, zone, say, recordRead: reads.record, printer, figures: figures.source }),
      ...figures.routes,
      ...residents.routes,
      ...identity.routes,
      ...paperRoutes({
        engine,
        zone,
        say,
        recordRead: reads.record,
        printer,
        insurance: pack.files.insurance,
        forResidents: pack.files.forResidents,
        residentCode: (actor, caseId) => issueFor(residents.access, actor, caseId, false),
      }),
      ...imports.routes,
      ...reportingRoutes({
        db,
        clock,
        ids,
        zone,
        targets: pack.files.reporting.targets,
        state: (pathway, state) => engine.capabilities.get(pathway)?.word('state', state, 'zh') ?? state,
        recordRead: reads.record,
      }),
      worklistSheetRoute({
        engine,
        zone,
        recordRead: reads.record,
        borders: bordersOf(pack),
        marks,
        role: (role, language) => (isRole(role) ? ROLE_WORDS[language][role] : role),
        gender: (gender, language) =>
          (CONSORTIUM_WORDS[language].genders as Readonly<Record<string, string>>)[gender] ?? gender,
      }),
      ...dutyRoutes({ db, clock, ids, zone }),
      ...noticeRoutes({ db, clock, recordRead: reads.record }),
      ...letters.routes,
    ],
    jobs: [
      {
        name: 'outbox',
        // it is nudged by every step; what a process left that was killed before it told is found by looking
        everyMs: 500,
        restMs: 100,
        // a step is told by the process that took it; an advisory lock lets one number at a time
        everywhere: true,
        work: () => drainOutbox(db, clock),
        onNudge: (run) => (drain = run),
      },
      ...notices.jobs,
      ...access.jobs,
      { name: 'clocks', everyMs: 1000, work: () => (demo.laid() ? sweepClocks(engine) : Promise.resolve(0)) },
      ...demo.jobs,
      { name: 'clinic slots', everyMs: 6 * HOUR, work: () => write(CLOCK_ACTOR, ...topUpSlots(pack, clock.now())) },
      ...capacity.jobs,
      { name: 'holds', everyMs: 5000, work: () => write(CLOCK_ACTOR, expireHolds(clock.now())) },
      forgettingJob(db, clock),
      ...imports.jobs,
      ...figures.jobs,
      ...letters.jobs,
      settlingJob(db, clock),
      identity.job,
      accreditation.job,
      countingJob(db, clock),
      searchIndexJob(db, clock),
      settleTokensJob(db, clock),
    ],
    close: async () => {
      await printer.close();
      await listening.stop();
      await reads.close();
    },
  };
};
