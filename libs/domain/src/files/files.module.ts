import { Module } from '@nestjs/common';
import { Collection } from './collection.service';
import { Contents } from './contents.service';
import { FilesController } from './files.controller';
import { FilesService } from './files.service';

/** Documents with their hashes, and the door by which content comes into the storage and leaves it. */
@Module({ controllers: [FilesController], providers: [FilesService, Contents, Collection], exports: [FilesService, Contents, Collection] })
export class FilesModule {}
