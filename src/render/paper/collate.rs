//! The pages of many files in one, for a printer: what files share (fonts, frames, pictures) is put in once.
//!
//! An object is copied after all that it refers to, so that two which are alike are alike to the last byte, and one of
//! them is enough. Attachments and descriptions stay behind: the file is for paper alone.

use std::collections::HashMap;

use jiff::civil::Date;
use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};
use sha2::{Digest as _, Sha256};

use super::pdf::text;

/// How deep objects of a page lie within each other at most; those of this room take eight.
const DEEPEST: usize = 32;

/// A file that is being put together.
pub struct Collation {
    doc: Document,
    /// The node that every page hangs on.
    root: ObjectId,
    pages: Vec<Object>,
    /// Each object that is in it, by what it is made of.
    known: HashMap<[u8; 32], ObjectId>,
}

/// A file whose pages cannot be taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a sheet's file cannot be taken apart")]
pub struct NotCollated;

impl Default for Collation {
    fn default() -> Self {
        let mut doc = Document::with_version("1.7");
        let root = doc.new_object_id();
        Self { doc, root, pages: Vec::new(), known: HashMap::new() }
    }
}

impl Collation {
    /// Adds every page of a file.
    ///
    /// # Errors
    /// It is no PDF, or nests too deeply.
    pub fn add(&mut self, file: &[u8]) -> Result<(), NotCollated> {
        let from = Document::load_mem(file).map_err(|_| NotCollated)?;
        let mut copied = HashMap::new();
        for id in from.get_pages().into_values() {
            let mut page = from.get_dictionary(id).map_err(|_| NotCollated)?.clone();
            page.remove(b"Parent");
            let mut page = Object::Dictionary(page);
            self.relink(&from, &mut page, &mut copied, 0)?;
            if let Object::Dictionary(page) = &mut page {
                page.set("Parent", self.root);
            }
            // Two sheets may be alike: each is printed.
            let id = self.doc.add_object(page);
            self.pages.push(id.into());
        }
        Ok(())
    }

    /// Pages so far.
    #[must_use]
    pub fn pages(&self) -> usize {
        self.pages.len()
    }

    /// The finished file; `day` stands for its times.
    #[must_use]
    pub fn file(mut self, title: &str, author: &str, day: Date) -> Vec<u8> {
        let count = i64::try_from(self.pages.len()).unwrap_or(i64::MAX);
        let tree = dictionary! { "Type" => "Pages", "Count" => count, "Kids" => self.pages };
        self.doc.set_object(self.root, tree);
        let preferences = dictionary! { "DisplayDocTitle" => true, "PrintScaling" => "None" };
        let catalog = dictionary! {
            "Type" => "Catalog",
            "Pages" => self.root,
            "Lang" => Object::string_literal("id-ID"),
            "ViewerPreferences" => preferences,
        };
        let catalog = self.doc.add_object(catalog);
        let day = Object::string_literal(format!("D:{}000000Z", day.strftime("%Y%m%d")));
        let info = dictionary! {
            "Title" => text(title),
            "Author" => text(author),
            "Creator" => text("Absah"),
            "CreationDate" => day.clone(),
            "ModDate" => day,
        };
        let info = self.doc.add_object(info);
        self.doc.trailer.set("Root", catalog);
        self.doc.trailer.set("Info", info);
        let mut file = Vec::new();
        self.doc.save_to(&mut file).expect("writing to memory cannot fail");
        file
    }

    /// Has an object refer to copies of what it referred to.
    fn relink(
        &mut self,
        from: &Document,
        object: &mut Object,
        copied: &mut HashMap<ObjectId, ObjectId>,
        depth: usize,
    ) -> Result<(), NotCollated> {
        if depth > DEEPEST {
            return Err(NotCollated);
        }
        match object {
            Object::Reference(id) => *id = self.copied(from, *id, copied, depth + 1)?,
            Object::Array(all) => {
                for one in all {
                    self.relink(from, one, copied, depth + 1)?;
                }
            }
            Object::Dictionary(dict) => self.relink_all(from, dict, copied, depth)?,
            Object::Stream(stream) => self.relink_all(from, &mut stream.dict, copied, depth)?,
            _ => {}
        }
        Ok(())
    }

    fn relink_all(
        &mut self,
        from: &Document,
        dict: &mut Dictionary,
        copied: &mut HashMap<ObjectId, ObjectId>,
        depth: usize,
    ) -> Result<(), NotCollated> {
        for (_, one) in dict.iter_mut() {
            self.relink(from, one, copied, depth + 1)?;
        }
        Ok(())
    }

    /// The copy of an object; one that is there already, where it is alike.
    fn copied(
        &mut self,
        from: &Document,
        id: ObjectId,
        copied: &mut HashMap<ObjectId, ObjectId>,
        depth: usize,
    ) -> Result<ObjectId, NotCollated> {
        if let Some(known) = copied.get(&id) {
            return Ok(*known);
        }
        let mut object = from.get_object(id).map_err(|_| NotCollated)?.clone();
        self.relink(from, &mut object, copied, depth)?;
        let mut digest = Sha256::new();
        made_of(&object, &mut digest);
        let known = self.known.entry(digest.finalize().into());
        let copy = *known.or_insert_with(|| self.doc.add_object(object));
        copied.insert(id, copy);
        Ok(copy)
    }
}

/// What an object is made of, so that no two objects are told alike.
fn made_of(object: &Object, digest: &mut Sha256) {
    let mut tell = |tag: u8, bytes: &[u8]| {
        digest.update([tag]);
        digest.update((bytes.len() as u64).to_be_bytes());
        digest.update(bytes);
    };
    match object {
        Object::Null => tell(0, &[]),
        Object::Boolean(yes) => tell(1, &[u8::from(*yes)]),
        Object::Integer(number) => tell(2, &number.to_be_bytes()),
        Object::Real(number) => tell(3, &number.to_bits().to_be_bytes()),
        Object::Name(name) => tell(4, name),
        Object::String(bytes, _) => tell(5, bytes),
        Object::Reference((number, generation)) => {
            tell(6, &[&number.to_be_bytes()[..], &generation.to_be_bytes()].concat());
        }
        Object::Array(all) => {
            tell(7, &(all.len() as u64).to_be_bytes());
            all.iter().for_each(|one| made_of(one, digest));
        }
        Object::Dictionary(dict) => of_dictionary(dict, digest),
        Object::Stream(stream) => {
            tell(9, &stream.content);
            of_dictionary(&stream.dict, digest);
        }
    }
}

fn of_dictionary(dict: &Dictionary, digest: &mut Sha256) {
    digest.update([8]);
    digest.update((dict.len() as u64).to_be_bytes());
    for (name, one) in dict {
        made_of(&Object::Name(name.clone()), digest);
        made_of(one, digest);
    }
}
