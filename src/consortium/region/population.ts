/** The residents a pack asks for: where they live follows from the region's villages, centres and consortia. */
import type { Catchment, Population } from '../synthetic/population.ts';
import type { Organisation, Region } from './model.ts';
import type { Pack } from './read.ts';

/** The lead of the consortium an organisation is a member of. */
const leadOf = (region: Region, organisation: string): string => {
  const own = region.affiliations.find((a) => a.organisation === organisation && a.role === 'member');
  const lead = region.affiliations.find((a) => a.consortium === own?.consortium && a.role === 'lead');
  return lead?.organisation ?? organisation;
};

const place = (organisation: Organisation): string =>
  organisation.name.replace(/(社区卫生服务中心|卫生室|卫生院)$/, '');

/** The population of a region. It does not depend on how many of it are loaded. */
export const populationOf = (pack: Pack): Population => {
  const { residents, villages } = pack.files.generated;
  const leads = new Map(
    pack.organisations.filter((o) => o.kind === villages.of).map((o) => [o.id, leadOf(pack, o.id)] as const),
  );
  const inVillages = pack.organisations.flatMap((o): Catchment[] =>
    o.kind === 'village-clinic' && o.partOf !== null
      ? [
          {
            organisation: o.id,
            parent: o.partOf,
            hospital: leads.get(o.partOf) ?? o.partOf,
            district: o.district ?? pack.name,
            address: `${pack.name}${place(o)}`,
          },
        ]
      : [],
  );
  return {
    seed: residents.seed,
    prefix: pack.prefix,
    bornBeforeYear: Number(residents.bornBefore.slice(0, 4)),
    identityAreas: residents.identityAreas,
    villages: inVillages,
    centres: pack.organisations
      .filter((o) => o.kind === 'community-centre')
      .map((o) => ({
        organisation: o.id,
        parent: null,
        hospital: leadOf(pack, o.id),
        district: o.district ?? pack.name,
        address: place(o).startsWith(pack.name) ? place(o) : `${pack.name}${place(o)}`,
      })),
    first: inVillages.filter((catchment) => catchment.parent === residents.firstAround),
    urbanShare: residents.urbanShare,
  };
};
