//! A client council: who it is, how to reach it, where residents go with their own case (`councils/*.toml`).

use serde::{Deserialize, Serialize};

use super::definition::{Law, words};
use super::localized::Localized;
use super::retention::Terms;
use super::rule_pack::RulePack;
use super::scope::Rule;

words! {
    /// What a client council calls itself.
    Form {
        /// Cliëntenraad: seats and appointments.
        ClientCouncil = "clientenraad",
        /// Cliëntenpanel: whoever is invited this time.
        ClientPanel = "clientenpanel",
        /// Klankbordgroep: a fixed group of volunteers.
        Klankbordgroep = "klankbordgroep",
    }
}

/// A client council as `councils/*.toml` describes it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientCouncil {
    /// `[a-z0-9-]+`: the first part of its addresses.
    pub id: String,
    /// As it calls itself.
    pub name: String,
    /// What kind it is.
    #[serde(rename = "kind")]
    pub form: Form,
    /// Name of the municipality.
    pub municipality: String,
    /// What it speaks about.
    pub laws: Vec<Law>,
    /// Ids of the questionnaires that it uses.
    pub questionnaires: Vec<String>,
    /// All its data are made up; every page and report says so.
    #[serde(default)]
    pub sample: bool,
    /// Who it is, in two or three plain sentences.
    pub about: Localized,
    /// When it meets.
    #[serde(default)]
    pub meeting: Localized,
    /// How to reach it.
    pub contact: Contact,
    /// Who answers for what is kept of residents.
    #[serde(default)]
    pub privacy: Privacy,
    /// How long things are kept.
    #[serde(default)]
    pub retention: Terms,
    /// What its rules leave out of its task.
    #[serde(default)]
    pub scope: Vec<Rule>,
    /// Where a resident goes with an own case, in this order.
    #[serde(default)]
    pub help: Vec<Help>,
    /// Its rules.
    #[serde(default)]
    pub rules: RulePack,
}

/// Who answers for what is kept of residents. What is not filled in, the privacy page says to ask for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Privacy {
    /// Who is responsible by law ("het college van Diemen").
    pub controller: String,
    /// Who runs the server, and where it stands.
    pub hosting: String,
    /// How to reach the functionaris gegevensbescherming.
    pub officer: String,
}

/// How to reach a client council.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Telephone number.
    pub phone: String,
    /// Mail address.
    pub mail: String,
    /// When the telephone is answered.
    #[serde(default)]
    pub hours: Localized,
}

/// A place where a resident goes with an own case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Help {
    /// Stable id.
    pub id: String,
    /// The question that brings someone here.
    pub title: Localized,
    /// What to do.
    pub text: Localized,
}

impl ClientCouncil {
    /// Reads a file of `councils/`.
    ///
    /// # Errors
    /// Text that is no such file, with line and key.
    pub fn read(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }
}
