export { CompaniesModule } from './companies.module';
export { CompaniesService } from './companies.service';
export type { NewCompany } from './companies.service';
export type { Company } from './company';
export { CreateCompanyInput } from './company.inputs';
export { participantProblem } from './participant-problem';
export { countryOfParticipant, countrySchemes } from './participant-schemes';
export { metadataProblem } from './metadata';
