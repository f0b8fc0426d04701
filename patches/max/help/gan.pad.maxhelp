{
	"patcher": {
		"fileversion": 1,
		"appversion": {
			"major": 8,
			"minor": 5,
			"revision": 5,
			"architecture": "x64",
			"modernui": 1
		},
		"classnamespace": "box",
		"rect": [
			100.0,
			100.0,
			860.0,
			754.0
		],
		"bglocked": 0,
		"openinpresentation": 0,
		"default_fontsize": 12.0,
		"default_fontface": 0,
		"default_fontname": "Arial",
		"gridonopen": 1,
		"gridsize": [
			15.0,
			15.0
		],
		"gridsnaponopen": 1,
		"objectsnaponopen": 1,
		"statusbarvisible": 2,
		"toolbarvisible": 1,
		"boxanimatetime": 200,
		"enablehscroll": 1,
		"enablevscroll": 1,
		"description": "",
		"digest": "",
		"tags": "",
		"style": "",
		"boxes": [
			{
				"box": {
					"id": "obj-1",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						20.0,
						14.0,
						106.39999999999999,
						32.0
					],
					"text": "gan.pad",
					"fontsize": 24.0,
					"fontface": 1
				}
			},
			{
				"box": {
					"id": "obj-2",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						22.0,
						52.0,
						278.0,
						20.0
					],
					"text": "Move a voice along two axes of the model",
					"fontsize": 12.0,
					"fontface": 1
				}
			},
			{
				"box": {
					"id": "obj-3",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						22.0,
						72.0,
						700.4,
						20.0
					],
					"text": "The menus choose among the axes of the model that plays; the middle of the pad is the voice's own point.",
					"fontsize": 12.0,
					"fontface": 0
				}
			},
			{
				"box": {
					"id": "obj-4",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						30.0,
						104.0,
						58.199999999999996,
						22.0
					],
					"text": "0.5 0.5"
				}
			},
			{
				"box": {
					"id": "obj-5",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						96.19999999999999,
						105.0,
						80.0,
						20.0
					],
					"text": "the middle",
					"fontsize": 12.0
				}
			},
			{
				"box": {
					"id": "obj-6",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						42.0,
						134.0,
						58.199999999999996,
						22.0
					],
					"text": "0.9 0.2"
				}
			},
			{
				"box": {
					"id": "obj-7",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						108.19999999999999,
						135.0,
						126.19999999999999,
						20.0
					],
					"text": "x and y of 0 to 1",
					"fontsize": 12.0
				}
			},
			{
				"box": {
					"id": "obj-8",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						54.0,
						164.0,
						58.199999999999996,
						22.0
					],
					"text": "voice 2"
				}
			},
			{
				"box": {
					"id": "obj-9",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						120.19999999999999,
						165.0,
						99.8,
						20.0
					],
					"text": "another voice",
					"fontsize": 12.0
				}
			},
			{
				"box": {
					"id": "obj-10",
					"maxclass": "bpatcher",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						30.0,
						218.0,
						250.0,
						364.0
					],
					"name": "gan.pad.maxpat",
					"embed": 0,
					"enablehscroll": 0,
					"enablevscroll": 0,
					"border": 0,
					"args": [
						1,
						7770
					],
					"offset": [
						0.0,
						0.0
					],
					"viewvisibility": 1,
					"lockeddragscroll": 0,
					"bgmode": 0
				}
			},
			{
				"box": {
					"id": "obj-11",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						30.0,
						608.0,
						113.0,
						22.0
					],
					"text": "print gan.pad-1"
				}
			},
			{
				"box": {
					"id": "obj-12",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						22.0,
						674.0,
						238.39999999999998,
						20.0
					],
					"text": "voice: number of the voice, from 1",
					"fontsize": 12.0
				}
			},
			{
				"box": {
					"id": "obj-13",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						22.0,
						694.0,
						284.59999999999997,
						20.0
					],
					"text": "port: where the instrument listens (7770)",
					"fontsize": 12.0
				}
			},
			{
				"box": {
					"id": "obj-14",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 5,
					"outlettype": [
						"",
						"",
						"",
						"",
						""
					],
					"patching_rect": [
						640.0,
						14.0,
						146.0,
						22.0
					],
					"text": "gan.server 7770 7771"
				}
			},
			{
				"box": {
					"id": "obj-15",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						640.0,
						38.0,
						198.79999999999998,
						20.0
					],
					"text": "the connection, once a patch",
					"fontsize": 12.0
				}
			}
		],
		"lines": [
			{
				"patchline": {
					"source": [
						"obj-4",
						0
					],
					"destination": [
						"obj-10",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-6",
						0
					],
					"destination": [
						"obj-10",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-8",
						0
					],
					"destination": [
						"obj-10",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-10",
						0
					],
					"destination": [
						"obj-11",
						0
					]
				}
			}
		]
	}
}
