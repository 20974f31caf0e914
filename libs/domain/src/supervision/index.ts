export { platformTrailSql } from './platform-trail';
export { SupervisionModule } from './supervision.module';
export { PROJECT_TRAIL } from './trail.queries';
