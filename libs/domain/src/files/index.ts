export { FilesModule } from './files.module';
export { type FileInfo, FilesService } from './files.service';
