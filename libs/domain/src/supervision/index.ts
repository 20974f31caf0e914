export { SupervisionModule } from './trail';
