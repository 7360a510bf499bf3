/**
 * The files of the published package `hl7.fhir.r4.examples` 4.0.1 that this validation refuses, each with its reason. All others
 * pass; official-examples.test.ts holds the list against the package where KANGLIAN_R4_EXAMPLES names its folder.
 */
const EMPTY = 'its narrative has no text (txt-2)';
const NO_BASE = 'SearchParameter.base is required and missing';
const TARGET = 'it refers to a type its element does not allow';
const NO_PARENT = 'a concrete definition without baseDefinition (sdf-4)';
const NOT_WHOLE = 'ImplementationGuide.name and status are required and missing';

export const REFUSED_EXAMPLES: Readonly<Record<string, string>> = {
  'ActivityDefinition-blood-tubes-supply.json': EMPTY,
  'ActivityDefinition-heart-valve-replacement.json': EMPTY,
  'Bundle-dataelements.json': 'the same fullUrl stands in it more than once (bdl-7)',
  'DeviceMetric-example.json': TARGET,
  'DeviceUseStatement-example.json': TARGET,
  'EventDefinition-example.json': EMPTY,
  'ImplementationGuide-fhir.json': NOT_WHOLE,
  'MedicationRequest-medrx0301.json': TARGET,
  'Observation-clinical-gender.json': TARGET,
  'Questionnaire-qs1.json': 'Questionnaire.item.linkId is required and missing',
  'Questionnaire-zika-virus-exposure-assessment.json': EMPTY,
  'SearchParameter-codesystem-extensions-CodeSystem-author.json': NO_BASE,
  'SearchParameter-codesystem-extensions-CodeSystem-effective.json': NO_BASE,
  'SearchParameter-codesystem-extensions-CodeSystem-end.json': NO_BASE,
  'SearchParameter-codesystem-extensions-CodeSystem-keyword.json': NO_BASE,
  'SearchParameter-codesystem-extensions-CodeSystem-workflow.json': NO_BASE,
  'SearchParameter-questionnaireresponse-extensions-QuestionnaireResponse-item-subject.json':
    'its id is longer than 64 characters',
  'SearchParameter-valueset-extensions-ValueSet-author.json': NO_BASE,
  'SearchParameter-valueset-extensions-ValueSet-effective.json': NO_BASE,
  'SearchParameter-valueset-extensions-ValueSet-end.json': NO_BASE,
  'SearchParameter-valueset-extensions-ValueSet-keyword.json': NO_BASE,
  'SearchParameter-valueset-extensions-ValueSet-workflow.json': NO_BASE,
  'StructureDefinition-Definition.json': NO_PARENT,
  'StructureDefinition-Event.json': NO_PARENT,
  'StructureDefinition-FiveWs.json': NO_PARENT,
  'StructureDefinition-Request.json': NO_PARENT,
  'ig-r4.json': NOT_WHOLE,
};
